// The facets: what may be chosen, with the number of claims that each value would leave.
import { Fragment, h } from 'preact'
import { useState } from 'preact/hooks'
import { release } from './load.js'
import { FACETS } from './select.js'
import { label, titleOf } from './wording.js'

const SHOWN = 8

export function Facets ({ data, state, go, found }) {
  const chosen = Object.values(state.choices).some(values => values.length) || state.query
  return (
    <aside class='facets'>
      <form role='search' onSubmit={event => event.preventDefault()}>
        <label for='query'>Search the claims</label>
        <input
          id='query' type='search' value={state.query} placeholder='words, or "a phrase"' autocomplete='off'
          onInput={event => go({ query: event.currentTarget.value }, true)}
        />
      </form>
      <p class='count' role='status'>
        {found.rows.length.toLocaleString('en')} of {data.n.toLocaleString('en')} claims
        {chosen && <button type='button' onClick={() => go({ query: '', choices: {} })}>Clear all</button>}
      </p>
      <details open={matchMedia('(min-width: 52.01rem)').matches} class='all-facets'>
        <summary>Filters</summary>
        {FACETS.filter(name => data.facets[name]).map(name => (
          <Facet key={name} name={name} facet={data.facets[name]} counts={found.counts[name]} chosen={state.choices[name] ?? []} data={data} go={go} choices={state.choices} />
        ))}
      </details>
    </aside>
  )
}

function Facet ({ name, facet, counts, chosen, data, go, choices }) {
  const [all, setAll] = useState(false)
  const codes = facet.values
    .map((value, code) => code)
    .filter(code => code && (counts[code] || chosen.includes(facet.values[code])))
  if (!release.vocabularies[name]) codes.sort((a, b) => counts[b] - counts[a] || (facet.values[a] < facet.values[b] ? -1 : 1))
  if (name === 'year' || name === 'session') codes.sort((a, b) => (facet.values[a] < facet.values[b] ? -1 : 1))
  if (codes.length < 2 && !chosen.length) return null
  const shown = all ? codes : codes.filter((code, k) => k < SHOWN || chosen.includes(facet.values[code]))
  const toggle = value => go({
    choices: { ...choices, [name]: chosen.includes(value) ? chosen.filter(one => one !== value) : [...chosen, value] }
  })
  return (
    <fieldset>
      <legend>{titleOf(name)}</legend>
      {shown.map(code => {
        const value = facet.values[code]
        const id = `${name}-${code}`
        return (
          <div key={code} class='choice'>
            <input id={id} type='checkbox' checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <label for={id} title={release.vocabularies[name]?.[value]}>
              {name === 'agreement' && <span class='swatch' style={{ background: release.colours[value] }} />}
              {label(name, value, data)}
            </label>
            <span class='n'>{counts[code].toLocaleString('en')}</span>
          </div>
        )
      })}
      {codes.length > shown.length && (
        <button type='button' onClick={() => setAll(true)}>{codes.length - shown.length} more</button>
      )}
      {all && codes.length > SHOWN && <button type='button' onClick={() => setAll(false)}>Fewer</button>}
    </fieldset>
  )
}
