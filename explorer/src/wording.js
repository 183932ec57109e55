// Codes in words.
import { release } from './load.js'

const TITLES = { agreement: 'Agreement', holder: 'Holder', act: 'Act', modality: 'Modality', negated: 'Negated', topic: 'Topic',
  entity: 'Named in the claim', held_by: 'Held by', forum: 'Forum', session: 'Session', kind: 'Kind of document', year: 'Year' }

/** Return the title of a facet. */
export const titleOf = name => TITLES[name]

/** Return a coded value as a reader reads it. */
export function label (name, value, data) {
  if (name === 'entity' || name === 'held_by') return data.entities?.get(value)?.name ?? value
  return value.replaceAll('_', ' ')
}

/** Return what a coded value means, in the codebook's words. */
export const meaning = (name, value) => release.vocabularies[name]?.[value] ?? ''

/** Return who speaks in a statement, as far as it is known. */
export function speakerOf (statement) {
  const who = statement.speaker_name ?? statement.speaker_label ?? statement.speaker_role
  return [who, statement.speaking_for && statement.speaking_for !== who && `for ${statement.speaking_for}`].filter(Boolean).join(' ')
}

/** Return the name of a statement in lists. */
export function nameOf (statement) {
  return statement.title ?? statement.statement_id
}
