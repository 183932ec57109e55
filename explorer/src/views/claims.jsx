// The claims that are selected, a page at a time.
import { h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { claimText, dateOf } from '../data.js'
import { format } from '../address.js'
import { release } from '../load.js'
import { valuesOf } from '../select.js'
import { label, meaning, nameOf, speakerOf } from '../wording.js'
import { download } from '../download.js'
import { ClaimWords, Codes } from '../claim.jsx'

const PAGE = 50

export function Claims ({ data, state, go, found, words }) {
  const [pages, setPages] = useState(1)
  useEffect(() => setPages(1), [found])
  const shown = found.rows.slice(0, pages * PAGE)
  return (
    <section aria-label='Claims'>
      <Profile data={data} state={state} go={go} found={found} />
      <p class='actions'>
        <button type='button' disabled={!found.rows.length} onClick={() => download(data, found.rows, 'csv')}>Download as CSV</button>
        <button type='button' disabled={!found.rows.length} onClick={() => download(data, found.rows, 'json')}>Download as JSON</button>
      </p>
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

/** What is known of the one topic or entity that is chosen: its page. */
function Profile ({ data, state, go, found }) {
  const chosen = ['topic', 'entity'].flatMap(name => (state.choices[name] ?? []).map(value => [name, value]))
  if (chosen.length !== 1) return <h1 class='unseen'>Claims</h1>
  const [[name, value]] = chosen
  const most = (other, n) => {
    const counts = new Map()
    for (const i of found.rows) for (const one of valuesOf(data.facets[other], i)) if (one !== value) counts.set(one, (counts.get(one) ?? 0) + 1)
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, n)
  }
  const near = name === 'topic' ? 'entity' : 'topic'
  return (
    <header class='profile'>
      <h1>{label(name, value, data)}</h1>
      <p>{name === 'topic' ? meaning('topic', value) : data.entities?.get(value)?.kind}</p>
      {[['act', 6], ['agreement', 6], [near, 8]].filter(([other]) => data.facets[other]).map(([other, n]) => (
        <p key={other} class='spread'>
          {most(other, n).map(([one, count]) => (
            <button key={one} type='button' onClick={() => go({ choices: { ...state.choices, [other]: [one] } })}>
              {other === 'agreement' && <span class='swatch' style={{ background: release.colours[one] }} />}
              {label(other, one, data)} <span class='n'>{count}</span>
            </button>
          ))}
        </p>
      ))}
    </header>
  )
}
