"""RE2 and Python's `re` must give the same claims and mentions."""

import pickle
import subprocess
import sys
from pathlib import Path

from flows.clean import clean
from flows.code import code
from flows.intake import read_batch, take_stock
from flows.segment import segment

ROOT = Path(__file__).parents[2]
MADE_UP = """Statement by Ms. Zoë Müller, Chair of the São Tomé Forum

The Chair’s view—shared by many—is that “dialogue helps”. Côte d’Ivoire, Türkiye and others agreed; Ｎｏｒｗａｙ not.
It was noted that 43 per cent of States, or about 1,200 people, had come. İstanbul’s delegates said: “let us go on”.
Let me thank the Secretariat, and let me also stress that we must not forget the ſmall States (e.g. Curaçao).
"""


def test_both_engines_give_the_same_claims(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "made-up.txt").write_text(MADE_UP, encoding="utf-8")
    for file in (ROOT / "raw").glob("*.txt"):
        (raw / file.name).write_bytes(file.read_bytes())
    stock = take_stock(raw)
    documents = [segment(clean(document)) for document in read_batch(raw, stock.sources).documents]
    assert len(documents) > 1
    (tmp_path / "in").write_bytes(pickle.dumps(documents))
    program = [sys.executable, "-m", "tests.code.plain_re", str(tmp_path / "in"), str(tmp_path / "out")]
    subprocess.run(program, cwd=ROOT, check=True)
    by_re = pickle.loads((tmp_path / "out").read_bytes())
    assert by_re == [document.statements for document in code(documents)]
    assert any(statement.claims for statements in by_re for statement in statements)
