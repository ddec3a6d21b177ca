#!/usr/bin/env python3
"""Prints the public interface of a crate, one line per item, from the JSON output of rustdoc: `interface.py FILE`.

Paths are those by which users refer to an item, so that moving a file changes nothing. Hidden items, auto traits and
blanket implementations are omitted. Exits with status 3 if the file has another format version.
"""

import json
import re
import sys

FORMAT = 57
document = json.load(open(sys.argv[1], encoding="utf-8"))
# Other versions of the format may differ.
if document["format_version"] != FORMAT:
    sys.exit(3)
index, paths = document["index"], document["paths"]
crates = {0: index[str(document["root"])]["name"]}
crates |= {int(number): crate["name"] for number, crate in document["external_crates"].items()}
SIZE = re.compile(r"N<\d+>|typenum::U\d+")
NUMBERED = re.compile(r"(?<=\bN<)\d+(?=>)|(?<=\btypenum::U)\d+\b|(?<=; )\d+(?=\])|\btypenum::UInt<(typenum::|U|Int|Term|B[01]|[<>, ])*>")
KEYWORDS = re.compile(r"^(#\[\w+\] |(const|async|unsafe|auto|fn|type|trait|struct|enum|union|variant|field|mod|static|macro|use) )*")
STANDARD = {"core", "alloc", "std"}
public = {}
lines = set()


def item(number):
    return index.get(str(number))


def kind(of):
    return next(iter(of["inner"])) if isinstance(of["inner"], dict) else of["inner"]


def inner(of):
    return of["inner"][kind(of)]


# ------------------------------------------------------------------ types


def name_of(path):
    """Formats a type or trait: by its public path in this crate, otherwise by its crate and name."""
    number = path["id"]
    if number in public:
        return public[number]
    known = paths.get(str(number))
    if known is None:
        return path["path"].removeprefix("$crate::").removeprefix("crate::").split("::")[-1]
    parts, crate = known["path"], crates[known["crate_id"]]
    if crate in STANDARD:
        return "::".join(parts[-2:]) if parts[-2] in ("fmt", "io") else parts[-1]
    return parts[-1] if known["crate_id"] == 0 else f"{crate}::{parts[-1]}"


def arguments(args):
    if not args or not isinstance(args, dict):
        return ""
    if "parenthesized" in args:
        of = args["parenthesized"]
        return f"({', '.join(map(text, of['inputs']))}){output(of['output'])}"
    of = args["angle_bracketed"]
    parts = [argument(one) for one in of["args"]]
    parts += [constraint(one) for one in of["constraints"]]
    return f"<{', '.join(parts)}>" if parts else ""


def argument(one):
    if one == "infer":
        return "_"
    if "const" in one:
        return one["const"]["expr"]
    return one["lifetime"] if "lifetime" in one else text(one["type"])


def constraint(one):
    binding = one["binding"]
    name = one["name"] + arguments(one["args"])
    if "constraint" in binding:
        return f"{name}: {bounds(binding['constraint'])}"
    term = binding["equality"]
    return f"{name} = {text(term['type']) if 'type' in term else term['constant']['expr']}"


def output(of):
    return "" if of is None else f" -> {text(of)}"


def binder(params):
    return f"for<{', '.join(map(param, params))}> " if params else ""


def poly(of):
    return f"{binder(of['generic_params'])}{name_of(of['trait'])}{arguments(of['trait']['args'])}"


def bound(of):
    if "outlives" in of:
        return of["outlives"]
    if "use" in of:
        return f"use<{', '.join(one if isinstance(one, str) else next(iter(one.values())) for one in of['use'])}>"
    of = of["trait_bound"]
    return {"maybe": "?", "maybe_const": "~const "}.get(of["modifier"], "") + poly(of)


def bounds(of):
    return " + ".join(map(bound, of))


def text(of):
    """Formats a type."""
    if of == "infer":
        return "_"
    (form, of), = of.items()
    match form:
        case "resolved_path":
            return name_of(of) + arguments(of["args"])
        case "generic" | "primitive":
            return "!" if of == "never" else of
        case "tuple":
            return f"({', '.join(map(text, of))}{',' * (len(of) == 1)})"
        case "slice":
            return f"[{text(of)}]"
        case "array":
            return f"[{text(of['type'])}; {of['len']}]"
        case "impl_trait":
            return f"impl {bounds(of)}"
        case "raw_pointer":
            return f"*{'mut' if of['is_mutable'] else 'const'} {text(of['type'])}"
        case "borrowed_ref":
            lifetime = f"{of['lifetime']} " if of["lifetime"] else ""
            return f"&{lifetime}{'mut ' * of['is_mutable']}{text(of['type'])}"
        case "qualified_path":
            name = of["name"] + arguments(of["args"])
            if not of["trait"] or not of["trait"]["path"]:
                return f"{text(of['self_type'])}::{name}"
            return f"<{text(of['self_type'])} as {name_of(of['trait'])}{arguments(of['trait']['args'])}>::{name}"
        case "dyn_trait":
            parts = [poly(one) for one in of["traits"]] + ([of["lifetime"]] if of["lifetime"] else [])
            return f"dyn {' + '.join(parts)}"
        case "function_pointer":
            return f"{binder(of['generic_params'])}fn({inputs(of['sig'])}){output(of['sig']['output'])}"
    raise ValueError(f"a type of the form {form}")


def inputs(sig):
    return ", ".join(f"{name}: {text(of)}" for name, of in sig["inputs"])


def param(of):
    (form, inside), = of["kind"].items()
    name = of["name"]
    match form:
        case "lifetime":
            return name + (f": {' + '.join(inside['outlives'])}" if inside["outlives"] else "")
        case "const":
            return f"const {name}: {text(inside['type'])}" + (f" = {inside['default']}" if inside["default"] else "")
    default = f" = {text(inside['default'])}" if inside["default"] else ""
    return name + (f": {bounds(inside['bounds'])}" if inside["bounds"] else "") + default


def generics(of):
    params = [param(one) for one in of["params"] if not one["kind"].get("type", {}).get("is_synthetic")]
    return f"<{', '.join(params)}>" if params else ""


def predicate(of):
    (form, inside), = of.items()
    match form:
        case "bound_predicate":
            return f"{binder(inside['generic_params'])}{text(inside['type'])}: {bounds(inside['bounds'])}"
        case "lifetime_predicate":
            return f"{inside['lifetime']}: {' + '.join(inside['outlives'])}"
    return f"{text(inside['lhs'])} == {text(inside['rhs']['type'])}"


def where(of):
    predicates = [predicate(one) for one in of["where_predicates"]]
    return f" where {', '.join(predicates)}" if predicates else ""


# ------------------------------------------------------------------ items


def marks(of):
    """Formats the attributes of an item that belong to its interface."""
    known = [one if isinstance(one, str) else next(iter(one)) for one in of["attrs"]]
    return "".join(f"#[{mark}] " for mark in ("non_exhaustive", "must_use") if mark in known)


def emit(of, text):
    lines.add(f"{marks(of)}{text}")


def function(of, path, suffix=""):
    inside = inner(of)
    header = inside["header"]
    words = "".join(f"{word} " for word in ("const", "async", "unsafe") if header[f"is_{word}"])
    sig, of_generics = inside["sig"], inside["generics"]
    emit(of, f"{words}fn {path}{generics(of_generics)}({inputs(sig)}){output(sig['output'])}{where(of_generics)}{suffix}")


def members(owner, numbers, path, suffix=""):
    """Adds the items of a trait or of an inherent implementation; `suffix` distinguishes it from others."""
    for of in filter(None, map(item, numbers)):
        if of["visibility"] not in ("public", "default"):
            continue
        inside, name = inner(of), f"{path}::{of['name']}"
        match kind(of):
            case "function":
                function(of, name, " { .. }" if owner == "trait" and inside["has_body"] else suffix)
            case "assoc_const":
                default = " = .." if owner == "trait" and inside["value"] is not None else suffix
                emit(of, f"const {name}: {text(inside['type'])}{default}")
            case "assoc_type":
                limits = f": {bounds(inside['bounds'])}" if inside["bounds"] else ""
                default = f" = {text(inside['type'])}" if inside["type"] else ""
                emit(of, f"type {name}{generics(inside['generics'])}{limits}{default}{where(inside['generics'])}")


def fields(numbers, path):
    for of in filter(None, map(item, numbers)):
        if of["visibility"] in ("public", "default"):
            emit(of, f"field {path}::{of['name']}: {text(inner(of))}")


def shape(of, path):
    """Formats the fields of a struct or variant: `{}` for named fields, `()` for others, with `_` for private ones."""
    form = inner(of)["kind"]
    if form in ("unit", "plain"):
        return ""
    if "tuple" in form:
        parts = [item(number) if number is not None else None for number in form["tuple"]]
        return f"({', '.join(text(inner(part)) if part else '_' for part in parts)})"
    form = form.get("plain") or form.get("struct")
    fields(form["fields"], path)
    return " { .. }" if form.get("has_stripped_fields") else " {}"


def describe(of, path):
    """Adds an item and its contents, with the path by which users refer to it."""
    inside = inner(of)
    match kind(of):
        case "module":
            lines.add(f"mod {path}")
            walk(of, path)
        case "function":
            function(of, path)
        case "struct":
            emit(of, f"struct {path}{generics(inside['generics'])}{shape(of, path)}{where(inside['generics'])}")
            inherent(inside["impls"], path)
        case "union":
            emit(of, f"union {path}{generics(inside['generics'])}{where(inside['generics'])}")
            fields(inside["fields"], path)
            inherent(inside["impls"], path)
        case "enum":
            emit(of, f"enum {path}{generics(inside['generics'])}{where(inside['generics'])}")
            for variant in filter(None, map(item, inside["variants"])):
                name = f"{path}::{variant['name']}"
                emit(variant, f"variant {name}{shape(variant, name)}")
            inherent(inside["impls"], path)
        case "trait":
            words = "unsafe " * inside["is_unsafe"] + "auto " * inside["is_auto"]
            limits = f": {bounds(inside['bounds'])}" if inside["bounds"] else ""
            emit(of, f"{words}trait {path}{generics(inside['generics'])}{limits}{where(inside['generics'])}")
            members("trait", inside["items"], path)
        case "type_alias":
            emit(of, f"type {path}{generics(inside['generics'])} = {text(inside['type'])}{where(inside['generics'])}")
        case "constant":
            emit(of, f"const {path}: {text(inside['type'])}")
        case "static":
            emit(of, f"static {path}: {text(inside['type'])}")
        case "macro":
            emit(of, f"macro {path}!")
        case "proc_macro":
            form = {"bang": f"{path}!", "derive": f"derive({path})", "attr": f"#[{path}]"}[inside["kind"]]
            helpers = f" with {', '.join(inside['helpers'])}" if inside["helpers"] else ""
            emit(of, f"macro {form}{helpers}")


def inherent(impls, path):
    for of in filter(None, map(item, impls)):
        inside = inner(of)
        if inside["trait"] is None:
            of_generics = inside["generics"]
            head = f" in impl{generics(of_generics)} {text(inside['for'])}{where(of_generics)}"
            members("impl", inside["items"], path, head if generics(of_generics) else "")


def entries(module):
    """Iterates over the contents of a module: names and items; the item is `None` if it is from another crate."""
    for number in inner(module)["items"]:
        of = item(number)
        if of is None or of["visibility"] != "public":
            continue
        if kind(of) != "use":
            yield of["name"], of, None
            continue
        use = inner(of)
        target = item(use["id"]) if use["id"] is not None else None
        if target is None or kind(target) == "use":
            yield use["name"], None, use
        elif use["is_glob"]:
            yield from entries(target)
        else:
            yield use["name"], target, None


def walk(module, path):
    for name, of, use in entries(module):
        if of is None:
            source = use["source"]
            lines.add(f"use {source}::* in {path or 'the root'}" if use["is_glob"] else f"use {source} as {join(path, name)}")
        else:
            describe(of, join(path, name))


def join(path, name):
    return f"{path}::{name}" if path else name


def name_all(module, path, seen):
    """Finds the shortest path of each public item."""
    for name, of, _ in entries(module):
        if of is None:
            continue
        here = join(path, name)
        if of["id"] not in public or here.count("::") < public[of["id"]].count("::"):
            public[of["id"]] = here
        if kind(of) == "module" and of["id"] not in seen:
            name_all(of, here, seen | {of["id"]})


def implementations():
    """Adds every implementation of a trait in the crate."""
    for of in index.values():
        if kind(of) != "impl" or of["crate_id"] != 0:
            continue
        inside = inner(of)
        if inside["trait"] is None or inside["is_synthetic"] or inside["blanket_impl"]:
            continue
        types = [one for one in map(item, inside["items"]) if one and kind(one) == "assoc_type"]
        named = [f"type {one['name']}{generics(inner(one)['generics'])} = {text(inner(one)['type'])}" for one in types]
        body = f" {{ {'; '.join(named)} }}" if named else ""
        head = "unsafe " * inside["is_unsafe"] + f"impl{generics(inside['generics'])} " + "!" * inside["is_negative"]
        trait = name_of(inside["trait"]) + arguments(inside["trait"]["args"])
        line = f"{head}{trait} for {text(inside['for'])}{where(inside['generics'])}{body}"
        # The implementations for a thousand sizes are equal.
        lines.add(NUMBERED.sub("_", line) if SIZE.fullmatch(text(inside["for"])) else line)


root = item(document["root"])
name_all(root, "", set())
walk(root, "")
implementations()
# Items are followed by their contents; implementations come last.
print("\n".join(sorted(lines, key=lambda line: (KEYWORDS.sub("", line).startswith("impl"), KEYWORDS.sub("", line), line))))
