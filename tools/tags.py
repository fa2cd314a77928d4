"""Fails when a template names a value that no page has; Mustache would print nothing for it."""
import pathlib, re, sys

TRANSFORMS = {"first", "last", "count", "empty", "reversed", "sorted", "index", "even", "odd",
              "uppercased", "lowercased", "capitalized", "equalzero", "plusone", "minusone"}
source = "\n".join(p.read_text() for p in pathlib.Path("Sources/App").rglob("*.swift"))
known = set(re.findall(r"\b(?:let|var)\s+`?(\w+)`?", source))
known |= set(re.findall(r"[(,]\s*(\w+):\s", source)) | set(re.findall(r'"(\w+)":', source))
folder = pathlib.Path("Sources/App/Templates")
faults = []
for path in sorted(folder.rglob("*.mustache")):
    text = path.read_text()
    for found in re.finditer(r"\{\{\{?\s*([#^/&>$<!]?)\s*([^}]*?)\s*\}?\}\}", text):
        kind, name = found[1], found[2]
        line = text.count("\n", 0, found.start()) + 1
        if kind in ("!", "$"):
            continue
        if kind in (">", "<"):
            if not (folder / f"{name}.mustache").exists():
                faults.append(f"{path}:{line}: no template {name}")
            continue
        if kind == "/" and name in ("page", "title", "main", "script"):
            continue
        if kind == "/" and "{{<" + name in text or "{{$" + name in text:
            continue
        call = re.fullmatch(r"(\w+)\((.*)\)", name)
        if call and call[1] not in TRANSFORMS:
            faults.append(f"{path}:{line}: no transform {call[1]}")
        for word in (call[2] if call else name).split("."):
            if word and word not in known:
                faults.append(f"{path}:{line}: no page has {word}")
print("\n".join(faults) or "tags hold")
sys.exit(bool(faults))
