"""Fails when a file or a function is longer or more tangled than STYLE.md allows."""
import pathlib, sys
import lizard

FILE, TEST_FILE, FUNCTION, PARAMETERS, COMPLEXITY, STYLESHEET = 250, 400, 40, 5, 12, 15 * 1024
faults = []
for path in sorted([*pathlib.Path("Sources").rglob("*.swift"), *pathlib.Path("Tests").rglob("*.swift"),
                    *pathlib.Path("Tests").rglob("*.py")]):
    lines = len(path.read_text().splitlines())
    bar = TEST_FILE if path.parts[0] == "Tests" else FILE
    if lines > bar:
        faults.append(f"{path}: {lines} lines, at most {bar}")
    for found in lizard.analyze_file(str(path)).function_list:
        # Of initialisers, `self` assignments of a wide value are no tangle; the length still counts.
        for name, value, most in [("lines", found.nloc, FUNCTION),
                                  ("complexity", found.cyclomatic_complexity, COMPLEXITY),
                                  ("parameters", len(found.parameters), PARAMETERS)]:
            if name == "parameters" and found.name == "init":
                continue
            if value > most:
                faults.append(f"{path}:{found.start_line}: {found.name}: {value} {name}, at most {most}")
sheet = pathlib.Path("Sources/App/Public/app.css")
if sheet.stat().st_size > STYLESHEET:
    faults.append(f"{sheet}: {sheet.stat().st_size} bytes, at most {STYLESHEET}")
print("\n".join(faults) or "sizes hold")
sys.exit(bool(faults))
