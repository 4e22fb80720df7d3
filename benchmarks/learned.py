"""What a learned layer beside the lexicon would bring: tried, and left out for what this prints.

    python benchmarks/learned.py --data DIR

A linear model on hashed character n-grams is trained on each of the moderation sets and asked about the others, and
about held-out fifths of its own; `either` is what it and the lexicon come to together. Then how far the labels of news
can be told from the text at all: a linear model on words is trained on four fifths of the articles with their labels
and asked about the fifth; its precision is given where its recall is that of our rules, which were given no labels. It
needs scikit-learn, which comes with the extra `topic-peers`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from topics import LABELS, Labelled, f1, ours, print_rows, ratio, read_news, read_set, teller

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
    print_rows("AllSides", measure_labels(list(read_news(data, tell))))
    return 0


def measure_labels(news: list[Labelled]) -> dict[str, dict[str, float | None]]:
    """By topic: our precision among all labels, that of a model that was trained on them, and the recall of both."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(sublinear_tf=True, min_df=3, max_df=0.3, stop_words="english")
    seen = words.fit_transform([each.text for each in news])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    rows: dict[str, dict[str, float | None]] = {}
    for topic, own in LABELS.items():
        wanted = np.array([each.label in own for each in news])
        said = np.array([topic in each.found for each in news])
        model: Any = LinearSVC(class_weight="balanced", random_state=0)
        sure = cross_val_predict(model, seen, wanted, cv=folds, method="decision_function")
        least = np.sort(sure[wanted])[::-1][max(int((wanted & said).sum()), 1) - 1]
        rules, trained = _score(wanted, said), _score(wanted, sure >= least)
        rows[topic] = {"rules": rules["precision"], "trained": trained["precision"], "recall": rules["recall"]}
    return rows


def _score(right: Any, said: Any) -> dict[str, float | None]:
    hits = float((right & said).sum())
    precision, recall = ratio(hits, float(said.sum())), ratio(hits, float(right.sum()))
    return {"precision": precision, "recall": recall, "F1": f1(precision, recall)}


if __name__ == "__main__":
    sys.exit(main())
