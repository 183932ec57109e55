// A coded column as small numbers and a list of values: counted and compared without touching strings.

/** Return a column of strings (or null) as codes; code 0 is null, code k is values[k]. */
export function encode (column, order = []) {
  const values = [null, ...order]
  const index = new Map(values.map((value, code) => [value, code]))
  const codes = new Uint16Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const value = column[i] ?? null
    let code = index.get(value)
    if (code === undefined) {
      code = values.length
      values.push(value)
      index.set(value, code)
    }
    codes[i] = code
  }
  return { codes, values, index }
}

/** Return a column of lists of strings as codes: row i has codes[starts[i]] to codes[starts[i + 1] - 1]. */
export function encodeLists (column, order = []) {
  const flat = []
  const starts = new Uint32Array(column.length + 1)
  for (let i = 0; i < column.length; i++) {
    for (const value of column[i] ?? []) flat.push(value)
    starts[i + 1] = flat.length
  }
  return { ...encode(flat, order), starts }
}
