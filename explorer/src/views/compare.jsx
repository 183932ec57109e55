// Two statements, or two sessions, side by side: what each says on the same topics.
import { Fragment, h } from 'preact'
import { format } from '../address.js'
import { ClaimWords, Codes } from '../claim.jsx'
import { claimText, dateOf } from '../data.js'
import { valuesOf } from '../select.js'
import { label, nameOf, speakerOf } from '../wording.js'

const LISTED = 5000 // statements to choose from
const SHOWN = 12 // claims of a side on one topic
const SESSION = 'session:' // what the name of a session begins with in the address

export function Compare ({ data, state, go }) {
  const one = state.statement ?? data.statements[0]?.statement_id
  const other = state.other ?? data.statements.find(statement => statement.statement_id !== one)?.statement_id
  if (!other) return <p class='none'>The release has one statement only: there is nothing to compare it with.</p>
  const sides = [one, other].map(name => ({ name, rows: rowsOf(data, name) }))
  const found = sides.map(({ rows }) => byTopic(data, rows))
  const topics = data.facets.topic.values.filter(topic => topic && found.some(side => side.has(topic)))
  return (
    <section class='compare' aria-label='Side by side'>
      <h1>Side by side</h1>
      <div class='pair'>
        <Choice data={data} name={one} title='One statement or session' id='one' claims={sides[0].rows.length} onChange={name => go({ statement: name })} />
        <Choice data={data} name={other} title='Another' id='other' claims={sides[1].rows.length} onChange={name => go({ other: name })} />
      </div>
      {topics.map(topic => (
        <section key={topic} aria-label={label('topic', topic, data)}>
          <h2>{label('topic', topic, data)}</h2>
          <div class='pair'>
            {sides.map(({ name }, k) => <Side key={k} data={data} state={state} name={name} topic={topic} rows={found[k].get(topic) ?? []} />)}
          </div>
        </section>
      ))}
    </section>
  )
}

function Side ({ data, state, name, topic, rows }) {
  const more = name.startsWith(SESSION)
    ? { view: 'claims', choices: { topic: [topic], session: [name.slice(SESSION.length)] }, query: '' }
    : { view: 'read', choices: { topic: [topic] }, query: '', statement: name, claim: null }
  return (
    <div>
      <p class='n side'>{rows.length ? `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'claim' : 'claims'}` : 'Nothing on this'}</p>
      <ul class='claims'>
        {rows.slice(0, SHOWN).map(i => (
          <li key={i}>
            <p class='words'>
              <a href={format({ ...state, view: 'read', statement: data.table.statement_id[i], claim: data.table.claim_id[i] })}>
                {claimText(data, i) === null ? <em>words are not published</em> : <ClaimWords data={data} i={i} />}
              </a>
            </p>
            <Codes data={data} i={i} />
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p><a href={format({ ...state, ...more })}>All {rows.length.toLocaleString('en')}</a></p>}
    </div>
  )
}

function rowsOf (data, name) {
  if (!name.startsWith(SESSION)) {
    const statement = data.statements[data.place.get(name) ?? 0]
    return Array.from({ length: statement.last - statement.first }, (_, k) => statement.first + k)
  }
  const { codes, index } = data.facets.session
  const wanted = index.get(name.slice(SESSION.length))
  const rows = []
  for (let i = 0; i < data.n; i++) if (codes[i] === wanted) rows.push(i)
  return rows
}

function byTopic (data, rows) {
  const found = new Map()
  for (const i of rows) {
    for (const topic of valuesOf(data.facets.topic, i)) {
      if (!found.has(topic)) found.set(topic, [])
      found.get(topic).push(i)
    }
  }
  return found
}

function Choice ({ data, name, title, id, claims, onChange }) {
  const sessions = data.facets.session.values.filter(Boolean).sort()
  return (
    <div>
      <label for={id}>{title}</label>
      <select id={id} value={name} onChange={event => onChange(event.currentTarget.value)}>
        {sessions.length > 0 && (
          <optgroup label='Sessions'>
            {sessions.map(one => <option key={one} value={SESSION + one}>{one}</option>)}
          </optgroup>
        )}
        <optgroup label='Statements'>
          {data.statements.slice(0, LISTED).map(statement => (
            <option key={statement.statement_id} value={statement.statement_id}>
              {[dateOf(statement), nameOf(statement), speakerOf(statement)].filter(Boolean).join(' · ').slice(0, 120)}
            </option>
          ))}
        </optgroup>
      </select>
      <p class='n'>{claims.toLocaleString('en')} claims</p>
    </div>
  )
}
