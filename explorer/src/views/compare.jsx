// Two statements side by side: what each says on the same topics.
import { Fragment, h } from 'preact'
import { format } from '../address.js'
import { ClaimWords, Codes } from '../claim.jsx'
import { claimText, dateOf } from '../data.js'
import { valuesOf } from '../select.js'
import { label, nameOf, speakerOf } from '../wording.js'

const LISTED = 5000

export function Compare ({ data, state, go }) {
  const one = data.place.get(state.statement) ?? 0
  const other = data.place.get(state.other) ?? data.statements.findIndex((_, k) => k !== one)
  if (other < 0) return <p class='none'>The release has one statement only: there is nothing to compare it with.</p>
  const sides = [one, other].map(at => byTopic(data, at))
  const topics = data.facets.topic.values.filter(topic => topic && sides.some(side => side.has(topic)))
  return (
    <section class='compare' aria-label='Two statements side by side'>
      <h1 class='unseen'>Two statements side by side</h1>
      <div class='pair'>
        <Choice data={data} at={one} name='One statement' id='one' onChange={id => go({ statement: id })} />
        <Choice data={data} at={other} name='Another statement' id='other' onChange={id => go({ other: id })} />
      </div>
      {topics.map(topic => (
        <section key={topic} aria-label={label('topic', topic, data)}>
          <h2>{label('topic', topic, data)} <span class='n'>{sides.map(side => side.get(topic)?.length ?? 0).join(' : ')}</span></h2>
          <div class='pair'>
            {sides.map((side, k) => (
              <ul key={k} class='claims'>
                {(side.get(topic) ?? []).map(i => (
                  <li key={i}>
                    <p class='words'>
                      <a href={format({ ...state, view: 'read', statement: data.table.statement_id[i], claim: data.table.claim_id[i] })}>
                        {claimText(data, i) === null ? <em>words are not published</em> : <ClaimWords data={data} i={i} />}
                      </a>
                    </p>
                    <Codes data={data} i={i} />
                  </li>
                ))}
                {!side.has(topic) && <li class='none'>Nothing on this</li>}
              </ul>
            ))}
          </div>
        </section>
      ))}
    </section>
  )
}

function byTopic (data, at) {
  const found = new Map()
  for (let i = data.statements[at].first; i < data.statements[at].last; i++) {
    for (const topic of valuesOf(data.facets.topic, i)) found.set(topic, [...(found.get(topic) ?? []), i])
  }
  return found
}

function Choice ({ data, at, name, id, onChange }) {
  return (
    <p>
      <label for={id}>{name}</label>
      <select id={id} value={data.statements[at].statement_id} onChange={event => onChange(event.currentTarget.value)}>
        {data.statements.slice(0, LISTED).map(statement => (
          <option key={statement.statement_id} value={statement.statement_id}>
            {[dateOf(statement), nameOf(statement), speakerOf(statement)].filter(Boolean).join(' · ').slice(0, 120)}
          </option>
        ))}
      </select>
    </p>
  )
}
