"""What a learned layer beside the lexicon would bring: tried, and left out for what this prints.

    python benchmarks/learned.py --data DIR

A linear model on hashed character n-grams is trained on each of the moderation sets and asked about the others, and
about held-out fifths of its own; `either` is what it and the lexicon come to together. It needs scikit-learn, which
comes with the extra `topic-peers`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from topics import f1, ours, print_rows, ratio, read_set, teller

SETS = ("hatecheck", "surge_toxicity", "xstest")
SURE = 0.8
"""From which probability the model may overrule the lexicon."""


def main(arguments: list[str] | None = None) -> int:
    """Train, measure and print."""
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with `moderation`")
    data, tell = parser.parse_args(arguments).data, teller()
    sets = {name: list(read_set(data, name, tell)) for name in SETS}
    hashed = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2**18, alternate_sign=False)
    texts = {name: hashed.transform([each.text for each in rows]) for name, rows in sets.items()}
    right = {name: np.array([each.positive for each in rows]) for name, rows in sets.items()}
    known = {name: np.array([ours(name, each) for each in rows]) for name, rows in sets.items()}
    for test in SETS:
        rows = {"lexicon alone": _score(right[test], known[test])}
        for train in SETS:
            model: Any = LogisticRegression(C=10, max_iter=500)
            if train == test:
                sure = cross_val_predict(model, texts[test], right[test], cv=5, method="predict_proba")[:, 1]
            else:
                sure = model.fit(texts[train], right[train]).predict_proba(texts[test])[:, 1]
            rows[f"by {train}"] = _score(right[test], sure > 0.5)
            rows[f"by {train}, either"] = _score(right[test], (sure > SURE) | known[test])
        print_rows(f"{test}, asked", rows)
    return 0


def _score(right: Any, said: Any) -> dict[str, float | None]:
    hits = float((right & said).sum())
    precision, recall = ratio(hits, float(said.sum())), ratio(hits, float(right.sum()))
    return {"precision": precision, "recall": recall, "F1": f1(precision, recall)}


if __name__ == "__main__":
    sys.exit(main())
