// Build the scripts that the exported site loads: the explorer, its page for SQL, and what each loads when asked.
// Classic scripts, since browsers refuse modules on file://; the same input gives the same bytes.
import { build } from 'esbuild'

const out = process.argv[2] ?? '../flows/export/site'

await build({
  entryPoints: { explorer: 'src/main.jsx', pictures: 'src/pictures.js', sql: 'src/sql.jsx', duckdb: 'src/duckdb.js' },
  outdir: out,
  bundle: true,
  format: 'iife',
  target: 'es2022',
  minify: true,
  legalComments: 'eof',
  jsxFactory: 'h',
  jsxFragment: 'Fragment',
  logLevel: 'warning',
})
