"""`fit`, `score` and `backtest --csv` on files of strengths and outcomes, and on files that are none."""
import csv, json, math, random

import pytest
from test_command import run


def panel(path, count=300, outcome="met", seed=5):
    """Households of which `debt` and `illness` weigh and `noise` does not."""
    chance = random.Random(seed)
    with open(path, "w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["debt", "illness", "noise", "kind", outcome])
        for _ in range(count):
            debt, illness, noise = (chance.random() if chance.random() < 0.5 else 0 for _ in range(3))
            hazard = 0.05 + 1.8 * debt + 0.9 * illness
            write.writerow([f"{debt:.4f}", f"{illness:.4f}" if chance.random() < 0.95 else "", f"{noise:.4f}",
                            chance.choice(["脱贫户", "一般农户"]), int(chance.random() < 1 - math.exp(-hazard))])
    return path


@pytest.fixture(scope="module")
def fitted(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit")
    data = panel(folder / "panel.csv")
    answer = run(program, "fit", "--data", data, "--outcome", "met", "--folds", "3", "--form", "plain",
                 "--output", folder / "weights.json", "--json")
    assert answer.returncode == 0, answer.stderr
    return folder, data, json.loads(answer.stdout)


def test_a_fit_says_weights_intervals_and_how_good(fitted):
    _, _, found = fitted
    assert found["rows"] == 300 and 0.5 < found["heldOut"]["auc"] < 1 and 0 < found["heldOut"]["brier"] < 0.25
    assert len(found["folds"]) == 3
    for weight in found["weights"]:
        assert 0 <= weight["low"] <= weight["weight"] <= weight["high"] <= 1, weight
    assert found["columns"]["debt"] > found["columns"].get("noise", 0)


def test_the_same_file_gives_the_same_bytes(program, fitted):
    folder, data, _ = fitted
    again = run(program, "fit", "--data", data, "--outcome", "met", "--folds", "3", "--form", "plain", "--json")
    assert again.stdout.strip() == (folder / "weights.json").read_text().strip()


def test_scores_are_chances_that_add_up(program, fitted):
    folder, data, found = fitted
    answer = run(program, "score", "--weights", folder / "weights.json", "--data", data, "--json")
    chances = json.loads(answer.stdout)
    assert len(chances) == 300 and all(0 <= chance < 1 for chance in chances)
    # Worse never counts less: one more debt, all else the same.
    rows = folder / "two.csv"
    rows.write_text("debt,illness,noise,kind\n0.2,0.5,0.1,脱贫户\n0.9,0.5,0.1,脱贫户\n,,,脱贫户\n", encoding="utf-8")
    low, high, unknown = json.loads(
        run(program, "score", "--weights", folder / "weights.json", "--data", rows, "--json").stdout)
    assert low < high and unknown > 1 - math.exp(-found["base"])
    debt = sum(weight["theta"] for weight in found["weights"] if weight["name"].startswith("debt ↑"))
    assert math.isclose(math.log1p(-low) - math.log1p(-high), 0.7 * debt, abs_tol=1e-9)
    plain = run(program, "score", "--weights", folder / "weights.json", "--data", rows)
    assert plain.stdout.splitlines()[0] == "row,probability" and len(plain.stdout.splitlines()) == 4


def test_a_prior_is_held_beside_the_fit(program, fitted, tmp_path):
    _, data, _ = fitted
    prior = tmp_path / "prior.csv"
    prior.write_text("debt,0.8\nillness,0.5\n", encoding="utf-8")
    answer = run(program, "fit", "--data", data, "--outcome", "met", "--prior", prior, "--folds", "3", "--json")
    found = json.loads(answer.stdout)
    assert answer.returncode == 0 and found["prior"]["auc"] > 0.6


@pytest.mark.parametrize("text, words, says", [
    (None, [], "读不到文件"),
    ("", [], "读不成表格"),
    ("a,met\n1,0\n", [], "至少"),
    ("a,b\n" + "1,0\n" * 60, [], "没有“met”这一列"),
    ("a,met\n" + "1,2\n" * 60, [], "只能是 0 和 1"),
    ("a,met\n" + "1,0\n1,1\n" * 60, [], "两种以上"),
    ("a,a,met\n" + "1,2,0\n" * 60, [], "出现了 2 次"),
    ("a,met\n" + "1,0\n2,1\n" * 60, ["--form", "cubic"], "没有“cubic”"),
], ids=["no file", "empty", "too few", "no outcome", "not binary", "no strength", "a name twice", "unknown form"])
def test_a_file_that_cannot_be_fitted_is_refused(program, tmp_path, text, words, says):
    file = tmp_path / "panel.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    answer = run(program, "fit", "--data", file, "--outcome", "met", *words)
    assert answer.returncode != 0 and says in answer.stderr, answer.stderr


@pytest.mark.parametrize("prior, says", [
    ("debt,1\n", "小于 1"), ("debt,-0.1\n", "小于 1"), ("wealth,0.2\n", "没有“wealth”"), ("debt,0.2\nillness,many\n", "不是数")],
    ids=["one", "negative", "unknown column", "no number"])
def test_a_bad_prior_is_refused(program, fitted, tmp_path, prior, says):
    _, data, _ = fitted
    file = tmp_path / "prior.csv"
    file.write_text(prior, encoding="utf-8")
    answer = run(program, "fit", "--data", data, "--outcome", "met", "--prior", file)
    assert answer.returncode != 0 and says in answer.stderr, answer.stderr


@pytest.mark.parametrize("case", [
    ("[1, 2]", "读不成权重"), ('{"debt":', "shouwang fit --json 的结果"), ("{}", "没有一个权重"), ("debt\n", "没有一个权重"),
    ("", "文件是空的"), ("debt,0.5\ndebt,0.6\n", "已经有权重"), ('{"debt": 1}', "小于 1"), ('{"wealth": 0.2}', "没有“wealth”")],
    ids=["list", "broken", "none", "no weight", "empty", "twice", "one", "unknown column"])
@pytest.mark.parametrize("words", [["fit", "--data", "{}", "--prior"], ["backtest", "--csv", "{}", "--weights"]],
                         ids=["fit", "backtest"])
def test_weights_are_never_passed_over(program, fitted, tmp_path, words, case):
    (prior, says), file = case, tmp_path / "weights"
    file.write_text(prior, encoding="utf-8")
    answer = run(program, *(word.format(fitted[1]) for word in words), file, "--outcome", "met")
    assert answer.returncode in (1, 64) and answer.stdout == "" and says in answer.stderr, answer.stderr


def test_a_prior_may_begin_with_a_mark_or_blanks(program, fitted, tmp_path):
    file = tmp_path / "weights.json"
    file.write_text('\ufeff  {"debt": 0.8, "illness": 0.5}', encoding="utf-8")
    answer = run(program, "fit", "--data", fitted[1], "--outcome", "met", "--prior", file, "--form", "plain", "--json")
    assert "prior" in json.loads(answer.stdout)


@pytest.mark.parametrize("words, says", [
    (["--folds", "0"], "folds"), (["--folds", "1000"], "folds"), (["--output", "/没有/w.json"], "写不了文件")])
def test_what_cannot_be_done_with_a_fit_is_told(program, fitted, words, says):
    answer = run(program, "fit", "--data", fitted[1], "--outcome", "met", "--form", "plain", *words)
    assert answer.returncode != 0 and says in answer.stderr and "读不到" not in answer.stderr, answer.stderr


def test_a_column_that_a_few_words_spoil_is_named(program, fitted, tmp_path):
    data = tmp_path / "panel.csv"
    lines = fitted[1].read_text(encoding="utf-8").splitlines()
    data.write_text("\n".join(lines[:1] + ["１" + lines[1][lines[1].index(","):]] + lines[2:]), encoding="utf-8")
    answer = run(program, "fit", "--data", data, "--outcome", "met", "--form", "plain", "--json")
    assert "列“debt”有 1 格不是数" in answer.stderr and json.loads(answer.stdout)["rows"] == 300


def test_rows_of_another_length_are_told(program, fitted, tmp_path):
    data = tmp_path / "panel.csv"
    lines = fitted[1].read_text(encoding="utf-8").splitlines()
    short = [lines[2].rsplit(",", 1)[0], "0.5"]
    longer = [lines[5] + ",7,8"]
    # Commas at the end of a line hold nothing that could be lost.
    data.write_text("\n".join(lines[:2] + short + lines[4:5] + longer + [lines[6] + ",,"] + lines[7:]), encoding="utf-8")
    answer = run(program, "fit", "--data", data, "--outcome", "met", "--form", "plain", "--json")
    assert "2 行太短，没有结果列“met”（首见第 3 行），这些行没有用于拟合" in answer.stderr
    assert "1 行的格数多于表头（首见第 6 行），多出的格没有使用" in answer.stderr
    assert json.loads(answer.stdout)["rows"] == 298


def test_a_file_in_order_is_taken_without_a_word(program, fitted):
    folder, data, _ = fitted
    for words in (["fit", "--outcome", "met", "--form", "plain"], ["score", "--weights", folder / "weights.json"]):
        assert run(program, *words, "--data", data).stderr == ""


def test_words_where_numbers_were_fitted_are_told(program, fitted, tmp_path):
    data = tmp_path / "rows.csv"
    data.write_text("debt,illness,noise,kind\n0.2,,0.1,脱贫户\n多,0.5,0.1,脱贫户\n0.3,0.5,x,0.1\n少,0.5,0.1,x\n", encoding="utf-8")
    answer = run(program, "score", "--weights", fitted[0] / "weights.json", "--data", data, "--json")
    assert "列“debt”拟合时是数，现有 2 格不是数（首见第 3 行），这些格按未知计" in answer.stderr
    assert "illness" not in answer.stderr and "kind" not in answer.stderr and "整列" not in answer.stderr
    first, *_, last = json.loads(answer.stdout)
    assert first != last


def test_weights_below_nought_are_not_scored(program, fitted, tmp_path):
    folder, data, found = fitted
    found = json.loads(json.dumps(found))
    found["model"]["base"] = -5
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(found))
    answer = run(program, "score", "--weights", file, "--data", data)
    assert answer.returncode != 0 and "小于 0" in answer.stderr and answer.stdout == ""


@pytest.mark.parametrize("case", [
    ("{", "debt\n1\n", "不是 shouwang fit --json 的结果"),
    ('{"weights": []}', "debt\n1\n", "不是 shouwang fit --json 的结果"),
    (None, "debt\n1\n", "没有"),
    (None, None, "读不到文件"),
], ids=["no json", "no fit", "a column is missing", "no rows"])
def test_what_cannot_be_scored_is_refused(program, fitted, tmp_path, case):
    (weights, rows, says), folder = case, fitted[0]
    file = folder / "weights.json"
    if weights is not None:
        file = tmp_path / "weights.json"
        file.write_text(weights)
    data = tmp_path / "rows.csv"
    if rows is not None:
        data.write_text(rows)
    answer = run(program, "score", "--weights", file, "--data", data)
    assert answer.returncode != 0 and says in answer.stderr, answer.stderr


def test_backtest_reads_a_file_of_strengths(program, fitted):
    folder, data, found = fitted
    answer = run(program, "backtest", "--csv", data, "--outcome", "met", "--weights", folder / "weights.json", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)[0]
    assert report["households"] == 300 and report["outcomes"] == found["events"]
    assert report["heldOut"]["auc"] > 0.6 and report["calibration"]
