// Which claims the facets and the query select, and how many claims each value would leave.

export const FACETS = ['agreement', 'holder', 'act', 'modality', 'negated', 'topic', 'entity', 'held_by', 'forum', 'session', 'kind', 'year']

/**
 * Return the selected claims and, for each facet, how many claims each of its values has under all other choices.
 * `choices` maps a facet to the values that may be; values of one facet are alternatives, facets are conditions.
 */
export function select (data, choices, matches) {
  const there = FACETS.filter(name => data.facets[name])
  const chosen = there.filter(name => choices[name]?.length)
  const wanted = Object.fromEntries(chosen.map(name => [name, codesOf(data.facets[name], choices[name])]))
  const missed = new Uint8Array(data.n) // how many facets a claim fails
  const last = new Uint8Array(data.n) // the one that it failed last, counted from 1
  chosen.forEach((name, k) => {
    const facet = data.facets[name]
    for (let i = 0; i < data.n; i++) {
      if (!has(facet, i, wanted[name])) {
        missed[i]++
        last[i] = k + 1
      }
    }
  })
  const rows = []
  const counts = Object.fromEntries(there.map(name => [name, new Uint32Array(data.facets[name].values.length)]))
  for (let i = 0; i < data.n; i++) {
    if (missed[i] > 1 || (matches && !matches[i])) continue
    if (missed[i] === 0) {
      rows.push(i)
      for (const name of there) count(data.facets[name], i, counts[name])
    } else {
      const name = chosen[last[i] - 1]
      count(data.facets[name], i, counts[name])
    }
  }
  return { rows, counts }
}

function codesOf (facet, values) {
  return new Set(values.map(value => facet.index.get(value) ?? -1))
}

function has (facet, i, wanted) {
  if (!facet.starts) return wanted.has(facet.codes[i])
  for (let k = facet.starts[i]; k < facet.starts[i + 1]; k++) if (wanted.has(facet.codes[k])) return true
  return false
}

function count (facet, i, counts) {
  if (!facet.starts) counts[facet.codes[i]]++
  else for (let k = facet.starts[i]; k < facet.starts[i + 1]; k++) counts[facet.codes[k]]++
}

/** Return the values of claim i in a facet: one, or those of its list. */
export function valuesOf (facet, i) {
  if (!facet.starts) return facet.codes[i] ? [facet.values[facet.codes[i]]] : []
  return Array.from(facet.codes.subarray(facet.starts[i], facet.starts[i + 1]), code => facet.values[code])
}
