// The reading pane: a statement's text, quiet, with those claims marked that are selected.
import { Fragment, h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { format } from '../address.js'
import { stretches, Codes } from '../claim.jsx'
import { claimAt, claimText, dateOf, rulesOf } from '../data.js'
import { release } from '../load.js'
import { nameOf, speakerOf } from '../wording.js'

export function Read ({ data, state, go, found, words }) {
  const [everything, setEverything] = useState(false)
  const named = state.claim ? claimAt(data, state.claim) : undefined
  const at = data.place.get(state.statement) ?? (named !== undefined ? data.statementOf[named] : found.rows.length ? data.statementOf[found.rows[0]] : 0)
  const statement = data.statements[at]
  const filtered = state.query || Object.values(state.choices).some(values => values.length)
  const current = named
  const marked = new Set(
    everything ? range(statement.first, statement.last)
      : filtered ? found.rows.filter(i => data.statementOf[i] === at) : []
  )
  const chosen = current !== undefined && data.statementOf[current] === at
  if (chosen) marked.add(current)
  useEffect(() => {
    const mark = state.claim && document.getElementById(state.claim)
    if (mark) mark.scrollIntoView({ block: 'start' })
    else scrollTo(0, 0)
  }, [at, state.claim])
  return (
    <article class={chosen ? 'reading with-detail' : 'reading'}>
      <header>
        <label for='statement'>Statement</label>
        <select id='statement' value={statement.statement_id} onChange={event => go({ statement: event.currentTarget.value, claim: null })}>
          {choicesOf(data, found, at).map(one => (
            <option key={one.statement_id} value={one.statement_id}>{[dateOf(one), nameOf(one), speakerOf(one)].filter(Boolean).join(' · ').slice(0, 120)}</option>
          ))}
        </select>
        <h1>{nameOf(statement)}</h1>
        <p class='where'>{[speakerOf(statement), statement.forum, dateOf(statement)].filter(Boolean).join(' · ')}</p>
        <p class='actions'>
          <label><input type='checkbox' checked={everything} onChange={event => setEverything(event.currentTarget.checked)} /> Mark every claim</label>
          <a href={format({ ...state, view: 'compare', statement: statement.statement_id })}>Compare it with another</a>
        </p>
        {!marked.size && <p class='hint'>Choose a filter, or search, and the claims that fit are marked here.</p>}
      </header>
      {chosen && <Detail data={data} i={current} state={state} go={go} />}
      <div class='text' lang={statement.language ?? undefined}>
        {statement.text === null
          ? <p><em>The words of this statement are not published; its coding is in the list of claims.</em></p>
          : statement.paragraphs.map(paragraph => (
            <Paragraph key={paragraph.paragraph_id} data={data} statement={statement} paragraph={paragraph} marked={marked} state={state} />
          ))}
      </div>
    </article>
  )
}

const LISTED = 2000

/** The statements that a filter leaves, in their order; the one that is shown is always among them. */
function choicesOf (data, found, at) {
  const left = new Set(found.rows.map(i => data.statementOf[i]))
  left.add(at)
  return [...left].sort((a, b) => a - b).slice(0, LISTED).map(one => data.statements[one])
}

function Paragraph ({ data, statement, paragraph, marked, state }) {
  const from = statement.at(paragraph.char_start)
  const to = statement.at(paragraph.char_end)
  const pieces = []
  let reached = from
  for (let i = statement.first; i < statement.last; i++) {
    if (!marked.has(i) || data.table.char_start[i] < paragraph.char_start || data.table.char_start[i] >= paragraph.char_end) continue
    const parts = stretches(data, i).filter(([, end]) => end > reached)
    if (!parts.length) continue
    const start = Math.max(parts[0][0], reached)
    if (start > reached) pieces.push(statement.text.slice(reached, start))
    const id = data.table.claim_id[i]
    const agreement = data.facets.agreement.values[data.facets.agreement.codes[i]]
    pieces.push(
      <a
        key={id} id={id} class={id === state.claim ? 'claim current' : 'claim'} style={{ '--level': release.colours[agreement] }}
        href={format({ ...state, view: 'read', statement: statement.statement_id, claim: id })}
        aria-current={id === state.claim ? 'true' : undefined}
      >
        {parts.map(([start, end, part]) => <span key={start} class={part ?? undefined}>{statement.text.slice(Math.max(start, reached), end)}</span>)}
      </a>
    )
    reached = parts.at(-1)[1]
  }
  pieces.push(statement.text.slice(reached, to))
  const Tag = paragraph.kind === 'title' || paragraph.kind === 'heading' ? 'h2' : 'p'
  return <Tag class={paragraph.kind}>{paragraph.label && <span class='label'>{paragraph.label} </span>}{pieces}</Tag>
}

function Detail ({ data, i, state, go }) {
  const { table } = data
  const id = table.claim_id[i]
  const statement = data.statements[data.statementOf[i]]
  const words = claimText(data, i)
  const who = [speakerOf(statement), nameOf(statement), dateOf(statement)].filter(Boolean).join(', ')
  const citation = `${words === null ? '' : `“${words}” `}${statement.citation ?? who} [claim ${id}]. In: ${release.citation}`
  const opposed = table.opposes_claim_id?.[i]
  const rows = [
    ['Holder’s words', table.source_text[i]],
    ['Who is to act', table.addressee_text[i]],
    ['Claim', <code>{id}</code>]
  ].filter(([, value]) => value)
  const entities = table.holder_entities?.[i]?.map(one => data.entities?.get(one)?.name ?? one).join(', ')
  if (entities) rows.splice(1, 0, ['Holder is', entities])
  return (
    <section class='detail' aria-label='The claim that is chosen'>
      <button type='button' class='close' onClick={() => go({ claim: null, statement: statement.statement_id })}>Close</button>
      <Codes data={data} i={i} />
      <dl>{rows.map(([name, value]) => <Fragment key={name}><dt>{name}</dt><dd>{value}</dd></Fragment>)}</dl>
      <Rules key={id} i={i} />
      {opposed && <p><a href={format({ ...state, claim: opposed })}>The claim that it opposes</a></p>}
      <h2>Cite this claim</h2>
      <p class='cite'>{citation}</p>
      <p class='actions'>
        <Copy text={citation} what='Copy citation' />
        <Copy text={location.href} what='Copy link' />
      </p>
    </section>
  )
}

function Rules ({ i }) {
  const [rules, setRules] = useState(null)
  const read = event => event.currentTarget.open && !rules && rulesOf(i).then(setRules, error => setRules([error.message]))
  return (
    <details onToggle={read}>
      <summary>Rules that decided</summary>
      <ul class='rules'>{rules?.map(rule => <li key={rule}><code>{rule}</code></li>)}</ul>
    </details>
  )
}

function Copy ({ text, what }) {
  const [said, setSaid] = useState('')
  const copy = () => navigator.clipboard.writeText(text).then(() => setSaid('copied'), () => setSaid('select the text above to copy it'))
  return <span><button type='button' onClick={copy}>{what}</button> <span role='status'>{said}</span></span>
}

const range = (from, to) => Array.from({ length: to - from }, (_, k) => from + k)
