"""Scores a file of links against the truth: score.py TRUTH LINKS"""
import csv, sys


def score(truth_path, links_path):
    truth = {r["row_id"]: r["person_id"] for r in csv.DictReader(open(truth_path))}
    linked = {r["row_id"]: r["person_id"] for r in csv.DictReader(open(links_path))
              if r["person_id"] and r.get("outcome", "accepted") == "accepted"}
    right = sum(truth.get(row) == person for row, person in linked.items())
    precision = right / max(1, len(linked))
    recall = right / max(1, sum(1 for p in truth.values() if p))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


if __name__ == "__main__":
    print("precision %.4f recall %.4f F1 %.4f" % score(*sys.argv[1:3]))
