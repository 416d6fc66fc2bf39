"""Independent aggregation of MLE-bench grading reports, for the property test beside it.

Reads a JSON list of cases on stdin: {"split": [...], "pad": bool, "files": {name: text}, "rulings": [[name, index,
decision, tier]]}; writes a list of {"seeds": n, "measures": {name: [mean, sem]} | null}. Standard library only, and
nothing of the product: it follows the benchmark's description (means and errors over seeds, ddof 1).
"""
import json
import math
import statistics
import sys

MEDALS = ("gold", "silver", "bronze")


def flags(entry, ruling):
    if ruling is None or ruling[0] == "included":
        out = {medal: entry[medal + "_medal"] for medal in MEDALS}
        out["above-median"], out["valid"] = entry["above_median"], entry["valid_submission"]
    elif ruling[0] == "excluded":
        return None
    elif ruling[0] == "zeroed":
        out = dict.fromkeys([*MEDALS, "above-median", "valid"], False)
    else:
        tier = ruling[1]
        out = {medal: tier == medal for medal in MEDALS}
        out["above-median"], out["valid"] = tier in (*MEDALS, "median"), tier != "fail"
    out["any-medal"] = any(out[medal] for medal in MEDALS)
    return out


def aggregate(case):
    runs = {name: [] for name in case["split"]}
    rulings = {(name, index): (decision, tier) for name, index, decision, tier in case["rulings"]}
    for name in sorted(case["files"]):
        entries = list(enumerate(json.loads(case["files"][name])["competition_reports"]))
        for index, entry in sorted(entries, key=lambda pair: pair[1]["competition_id"]):
            if entry["competition_id"] in runs:
                runs[entry["competition_id"]].append(flags(entry, rulings.get((name, index))))
    lengths = [len(one) for one in runs.values()]
    n = max(lengths) if case["pad"] else min(lengths)
    nothing = dict.fromkeys([*MEDALS, "above-median", "valid", "any-medal"], False)
    seeds = []
    for seed in range(n):
        column = [one[seed] if seed < len(one) else nothing for one in runs.values()]
        column = [one for one in column if one is not None]
        if column:
            seeds.append(column)
    if not seeds:
        return {"seeds": 0, "measures": None}
    measures = {}
    for key in nothing:
        values = [100 * sum(one[key] for one in column) / len(column) for column in seeds]
        error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
        measures[key] = [statistics.fmean(values), error]
    return {"seeds": len(seeds), "measures": measures}


json.dump([aggregate(case) for case in json.load(sys.stdin)], sys.stdout)
