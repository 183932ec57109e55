// The claims that are selected, a page at a time.
import { Fragment, h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { claimText, dateOf } from '../data.js'
import { format } from '../address.js'
import { release } from '../load.js'
import { FACETS, valuesOf } from '../select.js'
import { label, meaning, nameOf, speakerOf, titleOf } from '../wording.js'
import { download } from '../download.js'
import { ClaimWords, Codes } from '../claim.jsx'

const PAGE = 50
const PAGES = ['topic', 'entity', 'held_by'] // facets whose values have a page

export function Claims ({ data, state, go, found, words }) {
  const [pages, setPages] = useState(1)
  useEffect(() => setPages(1), [found])
  const shown = found.rows.slice(0, pages * PAGE)
  return (
    <section aria-label='Claims'>
      <Profile data={data} state={state} go={go} found={found} />
      <div class='bar'>
        <Chosen data={data} state={state} go={go} found={found} />
        <p class='actions'>
          <button type='button' disabled={!found.rows.length} onClick={() => download(data, found.rows, 'csv')}>Download as CSV</button>
          <button type='button' disabled={!found.rows.length} onClick={() => download(data, found.rows, 'json')}>Download as JSON</button>
        </p>
      </div>
      {!found.rows.length && <p class='none'>No claim is like this. Take a filter away, or search for fewer words.</p>}
      <ol class='claims'>
        {shown.map(i => {
          const statement = data.statements[data.statementOf[i]]
          const id = data.table.claim_id[i]
          const to = format({ ...state, view: 'read', statement: statement.statement_id, claim: id })
          return (
            <li key={id}>
              <p class='words'>
                <a href={to}>{claimText(data, i) === null ? <em>words are not published</em> : <ClaimWords data={data} i={i} words={words} />}</a>
              </p>
              <Codes data={data} i={i} />
              <p class='where'>{[speakerOf(statement), nameOf(statement), dateOf(statement)].filter(Boolean).join(' · ')}</p>
            </li>
          )
        })}
      </ol>
      {found.rows.length > shown.length && (
        <button type='button' class='more' onClick={() => setPages(pages + 1)}>
          Show {Math.min(PAGE, found.rows.length - shown.length)} more of {(found.rows.length - shown.length).toLocaleString('en')}
        </button>
      )}
    </section>
  )
}

/** What is chosen, each with a button that takes it away. */
function Chosen ({ data, state, go, found }) {
  const chosen = FACETS.flatMap(name => (state.choices[name] ?? []).map(value => [name, value]))
  const without = (name, value) => ({ choices: { ...state.choices, [name]: state.choices[name].filter(one => one !== value) } })
  return (
    <p class='chosen'>
      <strong>{found.rows.length.toLocaleString('en')} {found.rows.length === 1 ? 'claim' : 'claims'}</strong>
      {state.query && <button type='button' onClick={() => go({ query: '' })}>“{state.query}” <Away /></button>}
      {chosen.map(([name, value]) => (
        <button key={name + value} type='button' onClick={() => go(without(name, value))}>{titleOf(name)}: {label(name, value, data)} <Away /></button>
      ))}
    </p>
  )
}

function Away () {
  return <Fragment><span aria-hidden='true'>×</span><span class='unseen'> (take away)</span></Fragment>
}

/** What is known of the one topic or entity that is chosen: its page. */
function Profile ({ data, state, go, found }) {
  const chosen = PAGES.flatMap(name => (state.choices[name] ?? []).map(value => [name, value]))
  if (chosen.length !== 1) return <h1 class='unseen'>Claims</h1>
  const [[name, value]] = chosen
  const most = (other, n) => {
    const counts = new Map()
    for (const i of found.rows) for (const one of valuesOf(data.facets[other], i)) if (one !== value) counts.set(one, (counts.get(one) ?? 0) + 1)
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, n)
  }
  const topic = name === 'topic'
  const rows = [['Acts', 'act', 6], ['How widely', 'agreement', 6], [topic ? 'Who holds it' : 'On', topic ? 'held_by' : 'topic', 8], [topic ? 'Who is named' : 'With', 'entity', 8]]
  return (
    <header class='profile'>
      <h1>{label(name, value, data)}</h1>
      <p>{topic ? meaning('topic', value) : <EntityKind data={data} name={name} value={value} state={state} />}</p>
      <dl>
        {rows.filter(([, other]) => data.facets[other]).map(([title, other, n]) => [title, other, most(other, n)]).filter(([, , found]) => found.length).map(([title, other, found]) => (
          <Fragment key={other}>
            <dt>{title}</dt>
            <dd class='spread'>
              {found.map(([one, count]) => (
                <button key={one} type='button' onClick={() => go({ choices: { ...state.choices, [other]: [one] } })}>
                  {other === 'agreement' && <span class='swatch' style={{ background: release.colours[one] }} />}
                  {label(other, one, data)} <span class='n'>{count.toLocaleString('en')}</span>
                </button>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </header>
  )
}

/** The kind of an entity, and the way from the claims that name it to those that it holds, and back. */
function EntityKind ({ data, name, value, state }) {
  const other = name === 'entity' ? 'held_by' : 'entity'
  const there = data.facets[other]?.index.has(value)
  const rest = { ...state.choices, [name]: [], [other]: [value] }
  return (
    <Fragment>
      {data.entities?.has(value) && `${data.entities.get(value).kind}; `}{name === 'entity' ? 'claims that name it' : 'claims that it holds'}
      {there && <Fragment> · <a href={format({ ...state, choices: rest })}>{name === 'entity' ? 'claims that it holds' : 'claims that name it'}</a></Fragment>}
    </Fragment>
  )
}
