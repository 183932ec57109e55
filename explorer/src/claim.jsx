// A claim's words with holder, cue and content told apart, and its codes in words.
import { Fragment, h } from 'preact'
import { release } from './load.js'
import { valuesOf } from './select.js'
import { beginsWord, fold } from './texts.js'
import { label, meaning } from './wording.js'

const PARTS = ['source', 'cue', 'content']

/** Return the stretches of claim i: [start, end, part or null], as offsets in the statement's string. */
export function stretches (data, i) {
  const { table } = data
  const { at } = data.statements[data.statementOf[i]]
  const start = at(table.char_start[i])
  const end = at(table.char_end[i])
  const parts = PARTS.filter(part => !table[`${part}_inherited`]?.[i])
    .map(part => [table[`${part}_start`][i], table[`${part}_end`][i], part])
    .filter(([from]) => from !== null && from !== undefined)
    .map(([from, to, part]) => [Math.max(at(from), start), Math.min(at(to), end), part])
    .filter(([from, to]) => from < to)
    .sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const found = []
  let reached = start
  for (const [from, to, part] of parts) {
    if (to <= reached) continue
    if (from > reached) found.push([reached, from, null])
    found.push([Math.max(from, reached), to, part])
    reached = to
  }
  if (reached < end) found.push([reached, end, null])
  return found
}

/** A claim's words, with the words that were searched for marked. */
export function ClaimWords ({ data, i, words = [] }) {
  const { text } = data.statements[data.statementOf[i]]
  return (
    <Fragment>
      {stretches(data, i).map(([from, to, part]) => (
        <span key={from} class={part ?? undefined}><Marked text={text.slice(from, to)} words={words} /></span>
      ))}
    </Fragment>
  )
}

function Marked ({ text, words }) {
  if (!words.length) return text
  const folded = fold(text)
  const hits = words.flatMap(word => {
    const found = []
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) if (beginsWord(folded, at)) found.push([at, at + word.length])
    return found
  }).sort((a, b) => a[0] - b[0])
  const pieces = []
  let reached = 0
  for (const [from, to] of hits) {
    if (from < reached) continue
    pieces.push(text.slice(reached, from), <mark key={from}>{text.slice(from, to)}</mark>)
    reached = to
  }
  pieces.push(text.slice(reached))
  return pieces
}

/** A claim's codes as chips; what each means is its title. */
export function Codes ({ data, i }) {
  const { facets } = data
  const agreement = facets.agreement.values[facets.agreement.codes[i]]
  const chip = (name, value, prefix = '') => (
    <span key={name + value} class={`chip ${name}`} title={meaning(name, value)}>{prefix}{label(name, value, data)}</span>
  )
  const modality = facets.modality.values[facets.modality.codes[i]]
  return (
    <p class='codes'>
      <span class='chip agreement' title={meaning('agreement', agreement)}>
        <span class='swatch' style={{ background: release.colours[agreement] }} />{label('agreement', agreement, data)}
      </span>
      {chip('act', facets.act.values[facets.act.codes[i]])}
      {chip('holder', facets.holder.values[facets.holder.codes[i]], 'held by ')}
      {modality !== 'none' && chip('modality', modality)}
      {data.table.negated[i] && <span class='chip' title='The main verb is negated'>negated</span>}
      {valuesOf(facets.topic, i).map(topic => chip('topic', topic))}
    </p>
  )
}
