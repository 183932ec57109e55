// Pictures of what is selected: agreement by topic, who calls on whom, acts over time.
import { h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { loadScript, release } from '../load.js'
import { valuesOf } from '../select.js'
import { label } from '../wording.js'

const MOST = 18 // names on each side of the network
const OWN = ['speaker', 'we'] // holders that are who speaks
const DEMANDING = ['must', 'need', 'should'] // modalities
const LINKS = 90 // lines between them, the strongest first

let loaded = null

export function Pictures ({ data, found }) {
  const [draw, setDraw] = useState(null)
  const [failed, setFailed] = useState(null)
  useEffect(() => {
    loaded ??= loadScript('pictures.js')
    loaded.then(() => setDraw(() => globalThis.rapporteurPictures), setFailed)
  }, [])
  if (failed) return <p class='failed' role='alert'>{failed.message}</p>
  if (!draw) return <p class='loading' role='status'>Loading …</p>
  const levels = Object.keys(release.vocabularies.agreement)
  return (
    <section aria-label='Pictures'>
      <h1 class='unseen'>Pictures of the selected claims</h1>
      <Picture title='How widely it is held, by topic' draw={node => draw.agreementByTopic(node, agreementByTopic(data, found.rows), levels, release.colours)} />
      <Picture title='Who calls on whom' note='What is demanded: an act of calling, or must, need or should, where the words say who is to act. Those with the most claims; “we” is whom the statement speaks for, and demands on oneself are left out.' draw={node => draw.network(node, demands(data, found.rows))} />
      {data.facets.year.values.length > 2 && (
        <Picture title='Acts over time' draw={node => draw.actsByYear(node, actsByYear(data, found.rows), Object.keys(release.vocabularies.act))} />
      )}
    </section>
  )
}

function Picture ({ title, note, draw }) {
  const place = useRef(null)
  useEffect(() => {
    const redraw = () => draw(place.current)
    redraw()
    addEventListener('resize', redraw)
    return () => removeEventListener('resize', redraw)
  })
  return (
    <figure>
      <figcaption><h2>{title}</h2>{note && <p>{note}</p>}</figcaption>
      <div ref={place} class='plot' />
    </figure>
  )
}

function agreementByTopic (data, rows) {
  const counts = new Map()
  for (const i of rows) {
    const agreement = data.facets.agreement.values[data.facets.agreement.codes[i]]
    if (agreement === 'not_reported') continue
    for (const topic of valuesOf(data.facets.topic, i)) add(counts, [label('topic', topic, data), agreement])
  }
  return [...counts].map(([key, n]) => ({ topic: key.split('\t')[0], agreement: key.split('\t')[1], n }))
}

/** Return who demands of whom, and how often, as the view `demands` of the release has it. */
function demands (data, rows) {
  const { table, facets } = data
  const call = facets.act.index.get('call')
  const demanding = new Set(DEMANDING.map(modality => facets.modality.index.get(modality)))
  const counts = new Map()
  const written = new Map() // a name in small letters -> as it was first written
  const named = name => {
    const small = name.toLowerCase()
    if (!written.has(small)) written.set(small, name)
    return written.get(small)
  }
  const first = firstPerson(data)
  for (const i of rows) {
    if (facets.act.codes[i] !== call && !demanding.has(facets.modality.codes[i])) continue
    if (!table.addressee_text[i] && !table.addressee_entities?.[i]?.length) continue
    const own = first.has(table.addressee_text[i]?.toLowerCase())
    const [from, to] = [named(holderOf(data, i)), named(own ? speakerOf(data, i) : nameOf(data, i, 'addressee_entities', table.addressee_text[i]))]
    if (from !== to) add(counts, [from, to])
  }
  const links = [...counts].map(([key, n]) => ({ from: key.split('\t')[0], to: key.split('\t')[1], n })).sort((a, b) => b.n - a.n)
  const side = name => new Set([...totals(links, name)].sort((a, b) => b[1] - a[1]).slice(0, MOST).map(([one]) => one))
  const from = side('from')
  const to = side('to')
  return links.filter(link => from.has(link.from) && to.has(link.to)).slice(0, LINKS)
}

function totals (links, name) {
  const counts = new Map()
  for (const link of links) counts.set(link[name], (counts.get(link[name]) ?? 0) + link.n)
  return counts
}

/** Return who holds a claim: in the first person, whom the statement speaks for. */
function holderOf (data, i) {
  return nameOf(data, i, 'holder_entities', isOwn(data, i) ? speakerOf(data, i) : data.table.source_text[i] || 'the speaker')
}

/** Return whom the statement of a claim speaks for, as far as it is known. */
function speakerOf (data, i) {
  return data.statements[data.statementOf[i]].speaking_for ?? 'the speaker'
}

function isOwn (data, i) {
  return OWN.includes(data.facets.holder.values[data.facets.holder.codes[i]])
}

/** Return the words by which speakers name themselves, such as "we": those of the holders that are the speaker. */
function firstPerson (data) {
  const words = new Set()
  for (let i = 0; i < data.n; i++) if (isOwn(data, i) && data.table.source_text[i]) words.add(data.table.source_text[i].toLowerCase())
  return words
}

function nameOf (data, i, entities, words) {
  const known = data.table[entities]?.[i]
  if (known?.length) return known.map(id => data.entities?.get(id)?.name ?? id).join(', ')
  return words.slice(0, 60)
}

function actsByYear (data, rows) {
  const counts = new Map()
  for (const i of rows) {
    const year = data.facets.year.values[data.facets.year.codes[i]]
    if (year) add(counts, [year, data.facets.act.values[data.facets.act.codes[i]]])
  }
  return [...counts].map(([key, n]) => ({ year: key.split('\t')[0], act: key.split('\t')[1], n }))
}

function add (counts, key) {
  const joined = key.join('\t')
  counts.set(joined, (counts.get(joined) ?? 0) + 1)
}
