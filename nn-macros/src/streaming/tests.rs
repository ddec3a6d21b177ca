//! Unit tests: what can be computed step by step, and the error for each call that cannot.

use crate::network::network;

/// The messages of the errors of a network.
fn messages(input: &str) -> Vec<String> {
    let text = network(input.parse().unwrap()).to_string();
    let texts = text.split("compile_error ! { \"").skip(1);
    texts.map(|text| text.split("\" }").next().unwrap_or_default().replace("\\n", "\n")).collect()
}

/// A network of an input with the axis of time first, one with it last, and one without it.
fn of(fields: &str, output: &str, body: &str) -> String {
    let inputs = "x: Tensor<time = 6, 8>, c: Tensor<4, time = 6>, w: Tensor<8>";
    format!("struct Net {{ {fields} }} fn forward({inputs}) -> {output} {{ let _ = (x, c, w); {body} }}")
        .replace("let _ = (x, c, w);", "")
}

#[test]
fn each_step_alone_is_computed() {
    for (fields, output, body) in [
        ("fc: Linear<8, 5>", "Tensor<6, 5>", "(x * w).fc() + c.mean::<0>().unsqueeze::<1>()"),
        ("norm: LayerNorm<8>", "Tensor<6, 4>", "(x + w).norm().slice::<1, ..4>() * c.permute::<1, 0>()"),
        (
            "norm: BatchNorm1d<4>",
            "Tensor<time = 6, 1>",
            "(x + w).mean::<1, keep = true>() + c.norm().max::<0>().unsqueeze::<1>()",
        ),
        ("fc: Linear<4, 8>", "Tensor<8>", "(x + w + c.permute::<1, 0>().fc()).select::<0, -1>()"),
        ("fc: Linear<4, 8>", "Tensor<48>", "(x.softmax() + w + c.permute::<1, 0>().fc()).flatten()"),
        ("m: Parameter<8, 4>", "Tensor<6, 4>", "matmul(x * w, m) + einsum(\"ct->tc\", c)"),
        ("m: Parameter<3, 4>", "Tensor<3, 6>", "matmul(m, c) + einsum(\"ij,tj->it\", m, (x * w).slice::<1, ..4>())"),
        ("p: Parameter<4, 6>", "Tensor<4, 6>", "(c + p) * (x + w).sum::<1>()"),
        ("p: Parameter<6, 4>, fc: Linear<4, 8>", "Tensor<6, 8>", "x * w + (p.relu() + c.permute::<1, 0>()).fc()"),
        ("p: Parameter<6>", "Tensor<4, 6>", "concat(c, (x * w).sum::<1>().reshape::<1, 6>()).slice::<0, 1..>() + p"),
        (
            "a: Lstm<8, 4>, s: Parameter<4>",
            "(Tensor<6, 4>, Tensor<4>)",
            "let (y, h, d) = a(x + w, s, s * 0.5); (y, h + d + c.select::<1, -1>())",
        ),
        ("t: Parameter<9, 8>, s: Parameter<9, 4>", "Tensor<6, 4>", "attention(x + w, t, s) + c.permute::<1, 0>()"),
    ] {
        let found = messages(&of(fields, output, body));
        assert!(found.is_empty(), "{body}: {found:#?}");
    }
}

#[test]
fn what_looks_along_time_is_refused() {
    let mut wrong = Vec::new();
    for (fields, output, body, expected) in [
        (
            "",
            "Tensor<6, 8>",
            "x.softmax::<0>() * w + c.sum::<0>().unsqueeze::<1>()",
            "`softmax` normalises along the axis of time",
        ),
        ("", "Tensor<8>", "x.mean::<0>() + w + c.select::<1, -1>().sum()", "`mean` combines all steps"),
        ("", "Tensor<6, 8>", "x.flip::<0>() * w + c.sum::<0>().unsqueeze::<1>()", "`flip` reverses the steps"),
        ("", "Tensor<6, 8>", "x.roll::<0, 1>() * w + c.sum::<0>().unsqueeze::<1>()", "`roll` moves the steps"),
        ("", "Tensor<8>", "x.select::<0, 0>() * w + c.select::<1, -1>().sum()", "`select` selects other steps"),
        ("", "Tensor<6, 8>", "x * w + c.select::<1, -1>().sum()", "combines the end of the sequence with every step"),
        ("", "Tensor<6, 8>", "x * w + c.softmax().sum::<0>().unsqueeze::<1>()", "`softmax` normalises"),
        (
            "",
            "Tensor<8, 6>",
            "x.reshape::<8, 6>() * c.sum::<0>() + w.unsqueeze::<1>()",
            "in which a step is not contiguous",
        ),
        (
            "m: Parameter<6, 6>",
            "Tensor<6, 8>",
            "matmul(m, x) * w + c.sum::<0>().unsqueeze::<1>()",
            "`matmul` has time along neither",
        ),
        (
            "",
            "Tensor<4, 8>",
            "matmul(c, x) * w",
            "`matmul` has time along neither the rows of its first matrix, the columns of its second one, nor an axis before",
        ),
        ("", "Tensor<6, 8>", "attention(x, x, x) * w + c.sum::<0>().unsqueeze::<1>()", "write `causal = true`"),
        (
            "m: Parameter<6, 6>",
            "Tensor<6, 8>",
            "attention(x, x, x, m) * w + c.sum::<0>().unsqueeze::<1>()",
            "has a mask",
        ),
        (
            "a: Gru<8, 3, bidirectional = true>",
            "Tensor<6, 6>",
            "(x * w).a() + c.sum::<0>().unsqueeze::<1>()",
            "remove `bidirectional = true`",
        ),
        (
            "a: Gru<8, 3, bidirectional = true>, s: Parameter<2, 3>",
            "Tensor<6, 6>",
            "let (y, _) = (x * w).a(s); y + c.sum::<0>().unsqueeze::<1>()",
            "remove `bidirectional = true`",
        ),
        (
            "a: Gru<8, 6>",
            "Tensor<6, 6>",
            "let (y, _) = (x * w).a(c.sum::<0>()); y",
            "`a` receives a state with an axis of time",
        ),
        ("a: Gru<6, 3>", "Tensor<4, 3>", "c.a() + x.select::<0, -1>().sum() * w.sum()", "reads along the first axis"),
        (
            "a: Linear<6, 3>",
            "Tensor<4, 3>",
            "c.a() + x.select::<0, -1>().sum() * w.sum()",
            "maps the last axis, which is that of time",
        ),
        (
            "a: Conv1d<4, 4, kernel = 3, padding = 1>",
            "Tensor<4, 6>",
            "c.a() + (x * w).sum::<1>()",
            "write `.zero_pad::<2, 0>()` before `.a()`, and leave out its padding",
        ),
        (
            "a: Conv1d<4, 4, kernel = 3>",
            "Tensor<4, 6>",
            "c.zero_pad::<1, 1>().a() + (x * w).sum::<1>()",
            "pad only before the first step",
        ),
        (
            "a: Conv1d<4, 4, kernel = 2, dilation = 2>",
            "Tensor<4, 5>",
            "c.zero_pad::<1, 0>().a() + w.sum() * x.select::<0, -1>().sum()",
            "write `.zero_pad::<2, 0>()` before",
        ),
        ("a: Conv1d<6, 4, kernel = 3>", "Tensor<4, 6>", "x.a() + c * w.sum()", "takes the steps for channels"),
        (
            "a: Conv1d<4, 4, kernel = 3, stride = 2>",
            "Tensor<4, 2>",
            "c.a() + x.select::<0, -1>().sum() * w.sum()",
            "skips steps",
        ),
        (
            "",
            "Tensor<4, 3>",
            "c.max_pool::<2>() + x.select::<0, -1>().sum() * w.sum()",
            "`max_pool` combines several steps",
        ),
        (
            "",
            "Tensor<4, 8>",
            "c.zero_pad::<2, 0>() + (x * w).sum::<1>().reshape::<1, 6>().zero_pad::<2, 0>()",
            "reads the zeros that a padding adds before the first step",
        ),
        ("a: InstanceNorm1d<4>", "Tensor<4, 6>", "c.a() + (x * w).sum::<1>()", "write `track_running_stats = true`"),
        (
            "a: LayerNorm<6, 8>",
            "Tensor<6, 8>",
            "x.a() * w + c.sum::<0>().unsqueeze::<1>()",
            "normalises along the axis of time",
        ),
        ("a: GroupNorm<2, 4>", "Tensor<4, 6>", "c.a() + (x * w).sum::<1>()", "normalise the features of each step"),
        (
            "",
            "Tensor<2, 8>",
            "x.slice::<0, 2.., step = 2>() * w + c.select::<1, -1>().sum()",
            "`slice` selects other steps",
        ),
        ("", "Tensor<8, time = 6>", "x.permute::<1, 0>() + c.sum::<0>() + w.unsqueeze::<1>() * 2.0", ""),
        (
            "",
            "Tensor<time = 8, 6>",
            "x.permute::<1, 0>() + c.sum::<0>() + w.unsqueeze::<1>() * 2.0",
            "axis 0 is not the axis of time, which is axis 1",
        ),
        ("", "Tensor<time = 8>", "x.select::<0, -1>() * w + c.select::<1, -1>().sum()", "has no axis of time"),
    ] {
        let fields = if fields.is_empty() { "one: Linear<8, 8>" } else { fields };
        let body = if fields.starts_with("one") {
            body.replacen("* w", "* w.one()", 1).replacen("+ w", "+ w.one()", 1)
        } else {
            body.into()
        };
        let found = messages(&of(fields, output, &body));
        let is_expected = match expected {
            "" => found.is_empty(),
            expected => matches!(&found[..], [message] if message.contains(expected)),
        };
        if !is_expected {
            wrong.push(format!("{body}\n{found:#?}\n{expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn time_is_declared_once_and_with_one_size() {
    for (inputs, output, expected) in [
        ("x: Tensor<time = 6, time = 8>", "Tensor<6, 8>", "a tensor has at most one axis of time"),
        ("x: Tensor<time = 0, 8>", "Tensor<6, 8>", "a size must be at least 1"),
        ("x: Tensor<time: 6, 8>", "Tensor<6, 8>", "separated by `=`\nhelp: write `Tensor<time = 6, 8>`"),
        ("x: Tensor<seq = 6, 8>", "Tensor<6, 8>", "did you mean `time`?\nhelp: write `Tensor<time = 6, 8>`"),
        ("x: Tensor<8, length = 6>", "Tensor<8, 6>", "help: write `Tensor<8, time = 6>`"),
        ("x: Tensor<T = 6, Class<9>>", "Tensor<6, 8>", "help: write `Tensor<time = 6, Class<9>>`"),
        ("x: Tensor<features = 6, 8>", "Tensor<6, 8>", "the sizes of a tensor have no names"),
        ("x: Tensor<6, 8>", "Tensor<time = 6, 8>", "no input of the network has an axis of time"),
    ] {
        let found = messages(&format!("struct Net {{ a: Linear<8, 8> }} fn forward({inputs}) -> {output} {{ x.a() }}"));
        assert!(found.iter().any(|message| message.contains(expected)), "{inputs}: {found:#?}");
    }
    let net = |inputs: &str, body: &str| {
        messages(&format!("struct Net {{ a: Linear<8, 8> }} fn forward({inputs}) -> Tensor<6, 8> {{ {body} }}"))
    };
    let found = net("x: Tensor<time = 6, 8>, y: Tensor<8, time = 8>", "x.a() + y.select::<0, -1>()");
    assert!(found.iter().any(|text| text.contains("input `y` has 8 steps of time, and `x` has 6")), "{found:?}");
    let found = net("x: Tensor<time = 6, 8>, y: Tensor<6, 8>", "x.a() + y");
    assert!(
        matches!(&found[..], [text] if text.contains("write `time = ` before the size of axis 0 of `y`")),
        "{found:?}"
    );
    let found = net("x: Tensor<time = 6, 8>", "let h: Tensor<6, time = 8> = x.a(); h");
    assert!(matches!(&found[..], [text] if text.contains("axis 1 is not the axis of time")), "{found:?}");
    assert!(net("x: Tensor<time = 6, 8>", "let h: Tensor<time = 6, 8> = x.a(); h").is_empty());
    let budget =
        "#[budget(stream <= 9)] struct Net { a: Linear<8, 8> } fn forward(x: Tensor<8>) -> Tensor<8> { x.a() }";
    assert!(matches!(&messages(budget)[..], [text] if text.contains("so it does not stream")));
}
