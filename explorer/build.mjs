// Build the scripts that the exported site loads: the explorer, its page for SQL, and what each loads when asked.
// Classic scripts, since browsers refuse modules on file://; the same input gives the same bytes.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const out = process.argv[2] ?? '../flows/export/site'

const { metafile } = await build({
  entryPoints: { explorer: 'src/main.jsx', pictures: 'src/pictures.js', sql: 'src/sql.jsx', duckdb: 'src/duckdb.js' },
  outdir: out,
  bundle: true,
  format: 'iife',
  target: 'es2022',
  minify: true,
  legalComments: 'none', // licences.txt has them all
  banner: { js: '/* Packages in this script and their licences: licences.txt */' },
  jsxFactory: 'h',
  jsxFragment: 'Fragment',
  logLevel: 'warning',
  metafile: true,
})

writeFileSync(join(out, 'licences.txt'), licences(Object.keys(metafile.inputs)))

/** Return name, version and licence text of every package that a script holds a file of. */
function licences (inputs) {
  const folders = new Set(inputs.map(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean))
  const parts = [...folders].sort().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const files = readdirSync(folder).filter(file => /^(licen[cs]e|notice|copying)/i.test(file) && existsSync(join(folder, file))).sort()
    const texts = files.map(file => readFileSync(join(folder, file), 'utf8').trim())
    return [`${name} ${version}: ${license}`, ...texts].join('\n\n')
  })
  return parts.join(`\n\n${'-'.repeat(80)}\n\n`) + '\n'
}
