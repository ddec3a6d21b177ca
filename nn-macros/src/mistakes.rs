//! Unit tests of errors: one network per slip, with the errors that it causes.

use crate::network::network;
use proc_macro2::{Group, TokenStream, TokenTree};

/// The messages of a network's errors.
fn messages(input: &str) -> Vec<String> {
    let text = network(input.parse().unwrap()).to_string();
    let texts = text.split("compile_error ! { \"").skip(1);
    texts.map(|text| text.split("\" }").next().unwrap_or_default().replace("\\n", "\n")).collect()
}

/// The networks that do not have exactly these errors.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn check(&mut self, input: &str, expected: &[&str]) {
        let found = messages(input);
        let is_expected = found.len() == expected.len()
            && expected.iter().all(|text| found.iter().any(|message| message.contains(text)));
        if !is_expected {
            self.0.push(format!("{input}\n{found:#?}\n{expected:#?}"));
        }
    }

    fn assert_none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n\n"));
    }
}

#[test]
fn reports_slips_in_the_body() {
    let mut wrong = Wrong::default();
    for (body, expected) in [
        // Calls as in PyTorch.
        ("self.fc1(x)", "write `x.fc1()`"),
        ("self.fc2(F.relu(self.fc1(x)))", "write `x.fc1().relu().fc2()`"),
        ("self.fc1.forward(x)", "write `x.fc1()`"),
        ("(self.fc1)(x)", "write `x.fc1()`"),
        ("fc1.forward(x)", "write `x.fc1()`"),
        ("F::relu(x.fc1())", "write `x.fc1().relu()`"),
        ("torch.nn.functional.relu(x.fc1())", "write `x.fc1().relu()`"),
        ("self.fc1(x + x)", "write `(x + x).fc1()`"),
        ("self.fc1(x) + self.fc1(x)", "write `x.fc1() + x.fc1()`"),
        ("let h = self.fc1(x); h", "write `x.fc1()`"),
        ("x = self.fc1(x); x", "by `let x = x.fc1();`"),
        ("return self.fc1(x);", "write `x.fc1()`"),
        ("self.relu()", "`forward` has no `self`"),
        ("torch.cat([self.fc1(x), x], 1).pair()", "write `concat(x.fc1(), x).pair()`"),
        ("torch.cat([x, x], dim = 1).pair()", "write `concat(x, x).pair()`"),
        ("self.fc1(x).zero_pad::<1, stride = (1, 2)>()", "write `x.fc1().zero_pad::<1, stride = (1, 2)>()`|`zero_pad`"),
        ("x.view(-1).fc1()", "no layer or operation `view`"),
        ("einsum(x.fc1(), x).fc2()", "expects the letters of the axes before its values"),
        ("einsum(\"bi,bi->b\", x.fc1(), x)", "`: the axes are those of one sample"),
        ("torch.einsum(\"bi,bi->b\", x.fc1(), x)", ", x.fc1(), x)`"),
        ("einsum(\"i->i\", self.fc1(x)).fc2()", ", x.fc1()).fc2()`"),
        // Statements.
        ("return x.fc1()", "without `return`\nhelp: write `x.fc1()`"),
        ("return x.fc1();", "write `x.fc1()`"),
        ("return;", "without `return`"),
        ("let h = x.fc1(); h += x; h", "by `let h = h + x;`"),
        ("let h = x.fc1(); h *= x + x; h", "by `let h = h * (x + x);`"),
        ("let mut h = x.fc1(); h", "without `mut`"),
        ("let mut h: Tensor<4> = x.fc1(); h", "write `let h = ..;`, without `mut`"),
        ("x.fc1(); x", "is never used"),
        ("x.fc1() + x;", "a `;` follows the result"),
        ("println!(\"{x}\"); x.fc1()", "`println!` cannot be called"),
        ("fn f() {} x.fc1()", "move this item"),
        ("#[cfg(test)] let x = x.fc1(); x", "does not support `#[cfg(..)]`"),
        ("#[inline] let x = x.fc1(); x", "has no attribute `inline`"),
        ("h := x.fc1(); h", "write `let h = x.fc1();`"),
        ("let h x.fc1(); h", "a `=` is missing after `h`"),
        ("let h = x.fc1() h", "a `;` is missing before `h`"),
        ("let h h", "this `let` has no value"),
        ("let h = x.fc1()", "returns no value"),
        ("let type = x.fc1(); x", "write `type_`"),
        ("let (a, b): (Tensor<2>, Tensor<3>) = split::<2>(x); concat(a, b).fc1()", "declared as [3]"),
        ("let (a, b): Tensor<2> = split::<2>(x); concat(a, b).fc1()", "1 type for 2 values"),
        ("for _ in 0..3 { x.fc1(); } x.fc1()", "help: declare one, such as `blocks: [Linear<16, 16>; 3]`"),
        ("for i in range(3): x.fc1()", "help: declare one, such as `blocks: [Linear<16, 16>; 3]`"),
        ("while true { } x", "has no `while`"),
        ("loop { } x", "has no `loop`"),
        ("# comment", "write `//`"),
        ("def f(x): x", "`def` is not part"),
        ("x.fc1() @ x.expand::<4, 4>()", "write `matmul(x.fc1(), x.expand::<4, 4>())`"),
        // Signs that Rust does not have.
        ("let w = x.expand::<4, 4>(); x + x.fc1() @ w @ w", "write `matmul(matmul(x.fc1(), w), w)`"),
        (
            "let h = x.expand::<4, 4>(); F.scaled_dot_product_attention(h, h, h, is_causal=True, scale=0.5)",
            "write `attention(h, h, h, causal = true, scale = 0.5)`",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, num_heads = 2)",
            "no argument `num_heads`\nhelp: write `attention(h, h, h, heads = 2)`",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, heads = 2, causal = True)",
            "`attention` does not accept `True` for `causal`\nhelp: write `attention(h, h, h, heads = 2, causal = true)`",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(heads = 2, h, h, h)",
            "follow its values\nhelp: write `attention(h, h, h, heads = 2)`",
        ),
        ("let h = x.expand::<4, 4>(); attention(h, h, h, 2)", "are named\nhelp: write the queries, keys and values"),
        ("let h = x.expand::<4, 4>(); attention(h, h, h, head = 2)", "has no argument `head`"),
        ("let h = x.expand::<4, 4>(); attention(h, h, h, heads = 3)", "cannot divide 4 elements into 3 equal heads"),
        (
            "let h = x.expand::<4, 4>(); attention::<heads = 2>(h, h, h, heads = 2)",
            "argument `heads` of `attention` is set twice",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, heads = 4, kv_heads = 3)",
            "cannot divide 4 heads of queries among 3 heads of keys\nhelp: write `kv_heads = 2`",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, heads = 4, kv_heads = 2)",
            "cannot compare [4, 4] from `x` and [4, 4] from `x`\nhelp: make the last axis of the keys 2, \
             for 2 heads of the same size as those of the queries",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, num_kv_heads = 1)",
            "help: write `attention(h, h, h, kv_heads = 1)`",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, dropout_p=0.1, num_heads=2)",
            "help: write `attention(h, h, h, dropout = 0.1, heads = 2)`",
        ),
        (
            "let h = x.expand::<4, 4>(); attention(h, h, h, dropout = 1.5)",
            "`attention` does not accept `1.5` for `dropout`\nhelp: write a number from 0 to 1 with a decimal point",
        ),
        ("x.expand::<4, 4>().rotary::<heads = 4>()", "a multiple of 8 along axis 1"),
        ("x.expand::<4, 4>().rotary::<heads = 4>()", "help: write `heads = 2`, or make the last axis a multiple of 8"),
        ("x.expand::<4, 4>().rotary(heads = 2)", "`.rotary::<heads = 2>()`"),
        ("x.expand::<4, 4>().rotary::<2>()", "arguments of `rotary` are named"),
        ("torch.where(x > 0, x.fc1(), x)", "write `select(x > 0, x.fc1(), x)`"),
        ("let h = where(x > 0, x, -x); h.fc1()", "write `select(x > 0, x, -x)`"),
        ("x * ~(x > 0)", "has no operator `~`"),
        ("select(0 < x < 1, x.fc1(), x)", "write `(0 < x) * (x < 1)`"),
        ("select(0 <= x <= 1, x.fc1(), x)", "write `(0 <= x) * (x <= 1)`"),
        ("x[0:2].expand::<4>()", "`x.slice::<0, 0..2>()`"),
        ("x[:, 0:2].expand::<4>()", "`x.slice::<0, 0..2>()`"),
        ("x[.., 1..3].expand::<4>()", "`x.slice::<0, 1..3>()`"),
        ("x.expand::<3, 4>()[1, 2..]", "`x.expand::<3, 4>().slice::<1, 2..>().select::<0, 1>()`"),
        ("x.expand::<3, 4>()[:, -1]", "`x.expand::<3, 4>().select::<0, -1>()`"),
        ("x[::2]", "cannot be indexed"),
        ("x[x > 0]", "write `x * (x > 0)`"),
        ("let a, b = split::<2>(x); concat(a, b).fc1()", "write `let (a, b)`"),
        ("x.fc1() relu()", "write `.relu()`"),
        ("let h = x.fc1() relu().fc1(); h", "write `.relu()`"),
        ("x.fc1() if x > 0 else x", "write `select(x > 0, x.fc1(), x)`"),
        ("let h = x > 0 ? x : -x; h.fc1()", "write `select(x > 0, x, -x)`"),
        ("var h = x.fc1(); h", "is bound by `let`, not by `var`"),
        ("const h = x.fc1(); h", "is bound by `let`, not by `const`"),
        ("x * x.fc1() ** 2", "write `x * x.fc1().pow(2)`"),
        ("-x.fc1() ** 2", "write `-x.fc1().pow(2)`"),
        ("x.fc1() * 4.0 ** -0.5", "write `x.fc1() * 0.5`"),
        // Layers that are created, and their tensors.
        ("let h = Linear::new(4, 4); x.fc1()", "a layer is not created in `forward`"),
        ("Dense(4)(x)", "declare a field with its parameters, of type `Linear<..>`"),
        ("matmul(x.fc1(), fc2.weight)", "the `weight` of layer `fc2` is not a value in `forward`"),
        ("matmul(x.fc1(), self.fc2.weight)", "the `weight` of layer `self.fc2` is not a value in `forward`"),
        ("x.apply(fc1)", "write `x.fc1()`"),
        ("x.apply(&self.fc1)", "write `x.fc1()`"),
        ("self.act.forward(x.fc1())", "no layer or operation `act`"),
        ("fc1.forward(&x).fc2()", "write `x.fc1().fc2()`"),
        ("fc1.forward(x)?.fc2()", "write `x.fc1().fc2()`"),
        ("ReLU::new().forward(x.fc1())", "write `x.fc1().relu()`"),
        ("ReLU.forward(x.fc1())", "write `x.fc1().relu()`"),
        ("Linear::new(4, 4).forward(x.fc1())", "declare a field with its parameters"),
        ("nn.LogSoftmax(dim = 1)(x.fc1())", "write `x.fc1().log_softmax()`"),
        // Lists of values.
        ("concat(vec![x.fc1(), x]).pair()", "write `concat(x.fc1(), x)`"),
        ("concat(&[x.fc1(), x]).pair()", "write `concat(x.fc1(), x)`"),
        ("stack([x.fc1(), x]).sum::<0>()", "write `stack(x.fc1(), x)`"),
        ("Tensor::cat(&[x.fc1(), x], 1).pair()", "write `concat(x.fc1(), x).pair()`"),
        ("Tensor::cat(vec![x.fc1(), x], 1).pair()", "write `concat(x.fc1(), x).pair()`"),
        ("jnp.maximum(x.fc1(), 0)", "write `maximum(x.fc1(), 0)`"),
        ("jnp.dot(x, x.expand::<4, 4>())", "`dot` is called on a value"),
        ("f32::max(x.fc1(), 0.0)", "write `maximum(x.fc1(), 0.0)`"),
        // Arrays, numbers and calls that cannot fail.
        ("x.fc1()?.fc1()?", "remove each `?`"),
        ("Ok(x.fc1())", "remove the `Ok` with its parentheses"),
        ("Ok(x.fc1()?)", "remove the `?` and the `Ok` with its parentheses"),
        ("let h = x.fc1() * (1.0 / 8.0); h", "write `0.125`"),
        ("x.fc1() / 64.0.sqrt()", "write `8.0`"),
        ("x.fc1() / math.sqrt(64)", "write `8.0`"),
        ("x.fc1() / sqrt(64)", "write `8.0`"),
        ("x.fc1() / f32::sqrt(64.0)", "write `8.0`"),
        ("x.fc1() / (64 as f32).sqrt()", "remove the `as`"),
        ("x.fc1() * std::f32::consts::PI", "`std::f32::consts::PI` is a constant"),
        ("select(x > 0, f32::NEG_INFINITY, x)", "such as `-1e9`"),
        ("select(x > 0, -inf, x)", "such as `-1e9`"),
        ("x / x.shape[1]", "write the size itself"),
        ("x.FC1()", "did you mean `fc1`?"),
        ("x.fc1() * SCALE", "`SCALE` is a constant"),
        ("let scale = 0.5; x.fc1() * scale", "write `0.5` in place of `scale`"),
        ("let mut h = x.fc1(); h += x; h", "by `let h = h + x;`, and remove the `mut`"),
        ("let mut h = x; let mut i = 0; while i < 3 { h = h.fc1(); i += 1; } h", "has no `while`"),
        ("if x > 0 { x.fc1() } else { x }", "write `select(x > 0, x.fc1(), x)`"),
        ("if training { x.fc1() } else { x }", "declare one network for each case"),
        ("x >> fc1 >> relu", "write `x.fc1().relu()`"),
        ("x | fc1", "write `x.fc1()`"),
        ("ReLU()(x.fc1())", "write `x.fc1().relu()`"),
        ("self.register_buffer(\"mask\", x); x.fc1()", "declare it in the struct, as in `mask: Buffer<16>`"),
        ("print(x.shape); x.fc1()", "`print` is not part"),
        ("x.fc1() + torch.randn_like(x)", "write `x.normal_noise()`"),
        ("x.fc1() + x.T", "no layer or operation `T`"),
        // Expressions.
        ("x -> fc1 -> relu", "write `x.fc1().relu()`"),
        ("x => fc1", "write `x.fc1()`"),
        ("x |> fc1", "write `x.fc1()`"),
        ("let h = x -> fc1; h", "write `x.fc1()`"),
        ("x.fc1.relu()", "write `x.fc1()`"),
        ("x.fc1().relu", "write `x.fc1().relu()`"),
        ("x.fc1()?", "remove the `?`"),
        ("x.fc1().await", "remove the `.await`"),
        ("(&x).fc1()", "remove the `&`"),
        ("x.fc1() as f32", "converted by `as`"),
        ("x[0].fc1()", "`x.select::<0, 0>()`"),
        ("x..fc1()", "write `x.fc1()`"),
        ("x.fc1().0", "write `let (a, _) = x.fc1();`"),
        ("x.fc1().1", "write `let (_, a) = x.fc1();`"),
        ("x ** 2", "write `x.pow(2)`"),
        ("x ** 3", "write `x.pow(3)`"),
        ("x.fc1() ** 2", "write `x.fc1().pow(2)`"),
        ("x.fc1() ^ 2", "`^` is not an operator of `forward`\nhelp: write `x.fc1().pow(2)`"),
        ("x.expand::<3, 4>().reshape::<-1, 2>().reshape::<3, 4>().sum::<0>()", "write `.reshape::<6, 2>()`"),
        ("x.fc1() * 2px", "`2px` has a unit"),
        ("2 * 3", "combines numbers alone"),
        ("x.fc1() % x", "has no operator `%`"),
        ("x.fc1() && x", "multiply masks"),
        ("x.fc1() || x", "write the larger of two masks"),
        ("!x.fc1()", "write 1 minus a mask"),
        ("x.fc1() + \"a\"", "is neither a value nor a number"),
        ("1.0", "`1.0` is a number"),
        ("-1.0", "`-1.0` is a number"),
        ("x.fc1().pow()", "`pow` takes 2 operands, found 1"),
        ("x.fc1().pow::<2>()", "write `.pow(2)`"),
        ("x.fc1().clamp(1, -1)", "write the lower limit first"),
        ("x.fc1().clamp(min = 0)", "write `.maximum(0)`"),
        ("x.fc1().clamp(max = 6)", "write `.minimum(6)`"),
        ("torch.clamp(x.fc1(), 0, 1)", "write `x.fc1().clamp(0, 1)`"),
        ("torch.pow(x.fc1(), 2)", "write `x.fc1().pow(2)`"),
        ("x.fc1().maximum::<4>()", "there is no layer or operation `maximum`"),
        ("x.fc1().max(x)", "write `maximum(a, b)`"),
        ("x.fc1().select(1, 0).expand::<4>()", "write `.select::<0, 0>()`"),
        ("x.fc1().slice::<0, 0i32..2>().expand::<4>()", "`0i32` is not an index"),
        ("x.fc1().sum::<0, keep = 1>()", "write `keep = true` or `keep = false`"),
        ("x.fc1().sum::<0, keep = true, keep = true>()", "is set twice"),
        ("x.fc1().max::<0, keep = True>()", "write `keep = true` or `keep = false`"),
        ("x.fc1().norm(2, dim = 1).expand::<4>()", "write `.norm::<0>()`"),
        ("x.fc1().var(1, False).expand::<4>()", "write `.var::<0, correction = 0>()`"),
        ("x.fc1().squeeze()", "help: remove `.squeeze()`"),
        ("minimum(x.fc1())", "`minimum` takes 2 operands, found 1"),
        ("select(x, x.fc1())", "`select` takes 3 operands, found 2"),
        ("x.fc1() + x.reshape::<4, 1>()", "would repeat both [4] from `fc1` and [4, 1] from `x`, to [4, 4]"),
        ("x.fc1() - x.reshape::<2, 2>()", "`-` cannot subtract [4] from `fc1` and [2, 2] from `x`"),
        ("x.fc1().sum::<1>().expand::<4>()", "has no axis 1 of [4]"),
        ("x.fc1().logsumexp::<1>().expand::<4>()", "has no axis 1 of [4]"),
        ("x.fc1().logsumexp::<0, dim = 0>().expand::<4>()", "has no argument `dim`"),
        ("x.fc1().mean::<0, 0>().expand::<4>()", "`mean` has axis 0 twice"),
        ("x.fc1().var::<0, bias = 0>().expand::<4>()", "has no argument `bias`"),
        ("x.fc1().sum(1).expand::<4>()", "write `.sum::<0>()`"),
        ("x.fc1().mean(dim = -1, keepdim = True).expand::<4>()", "write `.mean::<0, keep = true>()`"),
        ("x.fc1().expand::<8>().pair()", "`expand` cannot repeat [4]"),
        ("x.fc1().expand::<4, 8>().flatten().pair()", "`expand` cannot repeat [4]"),
        ("if true { x.fc1() } else { x }", "has no `if`"),
        ("match x { _ => x.fc1() }", "has no `match`"),
        ("let f = |v| v.fc1(); f(x)", "no closures"),
        ("[x.fc1(), x]", "an array is not a value"),
        ("{ x.fc1() }", "no inner blocks"),
        ("concat(x,, x).pair()", "unexpected second `,`"),
        ("x.fc1().", "nothing follows after `.`"),
        ("concat(x, x + ).pair()", "nothing follows after `+`"),
        ("x.leaky_relu<0.1>().fc1()", "write `.leaky_relu::<0.1>()`"),
        ("x.reshape<2, 2>().flatten().fc1()", "write `.reshape::<2, 2>()`"),
        ("concat<0>(x, x).pair()", "write `concat::<0>(x, x)`"),
    ] {
        let input = format!(
            "struct Net {{ fc1: Linear<4, 4>, fc2: Linear<4, 4>, pair: Linear<8, 4> }} fn forward(x: Tensor<4>) -> Tensor<4> {{ {body} }}"
        );
        wrong.check(&input, &expected.split('|').collect::<Vec<_>>());
    }
    wrong.assert_none();
}

#[test]
fn reports_slips_in_loops() {
    let mut wrong = Wrong::default();
    let head = "let mut h = other(x.fc());";
    for (body, expected) in [
        // The head.
        ("for block in blocks { h = block(h); } h", ""),
        ("for i in 0..3 { h = h.fc(); } h.blocks()", "write `for layer in blocks`"),
        ("for (a, b) in zip(blocks, blocks) { h = a(b(h)); } h", "goes over one array"),
        ("for block in self.blocks { h = block(h); } h", "names the array alone\nhelp: write `for block in blocks`"),
        ("for block in &blocks { h = block(h); } h", "write `for block in blocks`"),
        ("for block in blocks.iter() { h = block(h); } h", "write `for block in blocks`"),
        ("for block in fc { h = block(h); } h.blocks()", "layer `fc` is not an array"),
        ("for block in blocs { h = block(h); } h.blocks()", "write `for block in blocks`"),
        ("for fc in blocks { h = fc(h); } h", "`fc` is the name of a field"),
        ("for relu in blocks { h = relu(h); } h", "`relu` is the name of an operation"),
        ("for a in blocks { for a in blocks { h = a(h); } } h", "`a` is the name of the layer of another loop"),
        ("for h in blocks { h = h(h); } h", "`h` is the name of a value"),
        ("for block in blocks { h = spare(block(h)); } h", "value `t` is never used"),
        ("'a: for block in blocks { h = block(h); } h", "has no label"),
        ("let y = for block in blocks { h = block(h); }; y", "has no value"),
        // The body.
        ("for block in blocks { h = h.fc(); } h", "layer `block` is not called in this loop"),
        ("for block in blocks { h.block(); } h", "assign it to a value"),
        ("for block in blocks { block(h) } h", "assign it to a value"),
        ("for block in blocks { h = self.block(h); } h", "write `h.block()`"),
        ("for block in blocks { h = block.forward(h); } h", "write `h.block()`"),
        ("for block in blocks { h = block; } h", "`block` is a layer, not a value"),
        (
            "for block in blocks { h = blocks(block(h)); } h",
            "array `blocks` cannot be called as a whole in a loop over it",
        ),
        ("for block in blocks { h = block(h).blok(); } h", "`blok`"),
        ("for block in blocks { let t = block(h); } h", "value `t` is never used"),
        ("for block in blocks { let h = block(h); } h", "help: write `h = ..;` in place of each `let h = ..;`"),
        ("for block in blocks { let x = block(x); } h + x", "before it, after `let mut x = x;`"),
        ("for block in blocks { let t = block(h); t = t.relu(); h = t; } h", "by `let t = t.relu();`"),
        ("for block in blocks { let mut t = block(h); h = t; } h", "without `mut`"),
        ("for block in blocks { t = block(h); } h", "there is no value `t`"),
        ("for block in blocks { h = block(h); return h; } h", "has no `return`"),
        ("for block in blocks { h = block(h); break; } h", "has no `break`"),
        ("for block in blocks { h = block(h); println!(); } h", "`println!` cannot be called"),
        ("for block in blocks { h = block(h); } block(h)", "no layer or operation `block`"),
        ("for block in blocks { let t = block(h); h = t; } h + t", "`t`"),
        ("for block in blocks { h.relu = block(h); } h", "values are immutable"),
        // Variables.
        (
            "for block in blocks { x = block(x); } h + x",
            "input `x` is assigned in a loop\nhelp: write `let mut x = x;`",
        ),
        ("let t = h; for block in blocks { t = block(t); h = t; } h", "help: write `let mut t = ..;`"),
        ("h = h.relu(); for block in blocks { h = block(h); } h", "by `let h = h.relu();`"),
        ("let mut t = h; for block in blocks { h = block(h); } h + t", "without `mut`"),
        ("let mut t = h; for block in blocks { t = block(h); h = t; } h", ""),
        // Shapes.
        (
            "for block in blocks { h = block(h).wide(); } h",
            "`h` is [4] before the loop, but is assigned [8] from `wide`",
        ),
        ("for block in wides { h = block(h); } h.blocks()", "from `wides[0]`\nhelp: write `wides: [Linear<4, 4>; 2]`"),
        (
            "for block in blocks { h = block(h.wide()); } h",
            "help: declare another layer for this call, as in `blocks_2: [Linear<_, 4>; 3]`",
        ),
        ("for block in wides { h = block(h.wide()).slice::<0, 0..4>(); } h", "as in `wides_2: [Linear<_, 8>; 2]`"),
    ] {
        let layers = "fc: Linear<4, 4>, blocks: [Linear<4, 4>; 3], wide: Linear<_, 8>, wides: [Linear<_, 8>; 2]";
        let rest = "fn other(x: Tensor<4>) -> Tensor<4> {
            let mut s = x.blocks();
            for part in wides { s = part(s).slice::<0, 0..4>(); }
            s + x.wide().slice::<0, 0..4>()
        }";
        let spare = "fn spare(x: Tensor<4>) -> Tensor<4> { let t = x.relu(); x }";
        let rest = if body.contains("spare") { format!("{rest} {spare}") } else { rest.into() };
        let input =
            format!("struct Net {{ {layers} }} fn forward(x: Tensor<4>) -> Tensor<4> {{ {head} {body} }} {rest}");
        wrong.check(&input, &expected.split('|').filter(|text| !text.is_empty()).collect::<Vec<_>>());
    }
    wrong.assert_none();
}

#[test]
fn reports_slips_in_the_struct() {
    let mut wrong = Wrong::default();
    let forward = "fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }";
    for (network, expected) in [
        ("class Net { fc: Linear<4, 2> } FORWARD", "write `struct Net`"),
        ("pub enum Net { fc: Linear<4, 2> } FORWARD", "write `struct Net`"),
        ("Net { fc: Linear<4, 2> } FORWARD", "write `struct Net`"),
        ("struct { fc: Linear<4, 2> } FORWARD", "the network has no name"),
        ("struct match { fc: Linear<4, 2> } FORWARD", "`match` is a keyword"),
        ("struct Net(Linear<4, 2>); FORWARD", "write `struct Net { layer1: Linear<4, 2> }`"),
        ("struct Net; FORWARD", "network `Net` has no layers"),
        ("struct Net { fc: Linear<4, 2>; } FORWARD", "not by `;`"),
        ("struct Net { a: Linear<4, 2>; fc: Linear<4, 2>; } FORWARD", "not by `;`"),
        ("struct Net { fc: Linear<4, 2>,, } FORWARD", "second `,`"),
        ("struct Net { fc: Linear<4, 2>, .. } FORWARD", "remove the `..`"),
        ("struct Net { fc fc2: Linear<4, 2> } FORWARD", "one name, found `fc fc2`"),
        ("struct Net { let fc: Linear<4, 2> } FORWARD", "write `fc: ..`"),
        ("struct Net { self.fc = Linear<4, 2> } FORWARD", "write `fc: ..`"),
        ("struct Net { self.fc: Linear<4, 2> } FORWARD", "write `fc: ..`"),
        ("struct Net { fc, } FORWARD", "layer `fc` has no type"),
        ("struct Net { fc = Linear<4, 2> } FORWARD", "not a `=`"),
        ("struct Net { fc Linear<4, 2> } FORWARD", "`:` is missing after layer `fc`"),
        ("struct Net { fc Block } FORWARD", "`:` is missing after layer `fc`"),
        ("struct Net { fc: Linear<4, 2>, : Linear<4, 2> } FORWARD", "this layer has no name"),
        ("struct Net { fc: Linear<4, 2>, Linear<4, 2> } FORWARD", "this `Linear` has no name"),
        ("struct Net { fc: [Linear<4, 4>; 3x] } FORWARD", "write `3`"),
        ("struct Net { fc: Linear<4, 2>, FORWARD }", "must follow the struct"),
        ("struct Net { fc: Linear<4, 2> }; FORWARD", "remove this `;`"),
        ("FORWARD struct Net { fc: Linear<4, 2> }", "must follow the struct"),
        ("pub FORWARD pub struct Net { fc: Linear<4, 2> }", "must follow the struct|as public as `Net`"),
        ("struct Net { fc: Linear<4, 2> } pub FORWARD", "as public as `Net`"),
        ("struct Net { fc: Linear<4, 2> } async FORWARD", "remove `async`"),
        ("struct Net { fc: Linear<4, 2> } impl Net { FORWARD }", "without `impl`"),
        ("struct Net { fc: Linear<4, 2> } impl Module for Net { FORWARD }", "without `impl`"),
        ("struct Net { fc: Linear<4, 2> } impl Net { fn new() {} FORWARD }", "`impl`|move `new` out of"),
        ("struct Net { fc: Linear<4, 2> } fn __init__() { } FORWARD", "`__init__` takes none"),
        ("struct Net { fc: Linear<4, 2> } FORWARD FORWARD", "one `forward`"),
        ("struct Net { fc: Linear<4, 2> } FORWARD use a::b;", "unexpected item after `forward`"),
        ("struct Net { fc: Linear<4, 2> } use a::b; FORWARD", "unexpected item before `forward`"),
        ("struct Net { fc: Linear<4, 2> }", "has no `forward`"),
        ("struct Net { fc: Linear<4, 2> } FORWARD struct B { fc: Linear<4, 2> } FORWARD", "`B` is a second one"),
        ("#[dtype(f64)] #[dtype(f64)] struct Net { fc: Linear<4, 2> } FORWARD", "already set to `f64`"),
        ("#[dtype = \"f64\"] struct Net { fc: Linear<4, 2> } FORWARD", "write `#[dtype(f64)]`"),
        ("#[dtype(\"f32\")] struct Net { fc: Linear<4, 2> } FORWARD", "write `#[dtype(f32)]`"),
        ("#[dtype(torch.float64)] struct Net { fc: Linear<4, 2> } FORWARD", "write `#[dtype(f64)]`"),
        ("#[dtype(f16)] struct Net { fc: Linear<4, 2> } FORWARD", "must be `f32` or `f64`"),
        ("#[budget(flash < 9)] struct Net { fc: Linear<4, 2> } FORWARD", "write `flash <= 9`"),
        ("#[budget(flash = 9)] struct Net { fc: Linear<4, 2> } FORWARD", "write `flash <= 9`"),
        ("#[budget(macs: 9)] struct Net { fc: Linear<4, 2> } FORWARD", "write `macs <= 9`"),
        ("#[budget(flash <= 9k)] struct Net { fc: Linear<4, 2> } FORWARD", "write `flash <= 9000`"),
        ("#[budget(flash <= 9KiB)] struct Net { fc: Linear<4, 2> } FORWARD", "write `flash <= 9216`"),
        ("#[budget(flash <= 9bytes)] struct Net { fc: Linear<4, 2> } FORWARD", "write `flash <= 9`"),
        ("#[budget(flash <= 9px)] struct Net { fc: Linear<4, 2> } FORWARD", "write the number without a unit"),
        ("#[budget(flash <= LIMIT)] struct Net { fc: Linear<4, 2> } FORWARD", "`LIMIT` is a constant"),
        ("#[budget(flash <= 10 * 1024)] struct Net { fc: Linear<4, 2> } FORWARD", "write `10240`"),
        ("#[budget(flash <= 900; macs <= 90)] struct Net { fc: Linear<4, 2> } FORWARD", "write `,` for each `;`"),
        ("#[int8(\"Small\")] struct Net { fc: Linear<4, 2> } FORWARD", "write `#[int8(Small)]`"),
        ("#[int8 = \"Small\"] struct Net { fc: Linear<4, 2> } FORWARD", "write `#[int8(Small)]`"),
        ("#[dtype(i8)] struct Net { fc: Linear<4, 2> } FORWARD", "is generated by `#[int8(..)]`"),
        ("#[budget(flsh <= 9)] struct Net { fc: Linear<4, 2> } FORWARD", "did you mean `flash`?"),
        ("#[budgets(flash <= 9)] struct Net { fc: Linear<4, 2> } FORWARD", "did you mean `budget`?"),
        ("#[dytpe(f64)] struct Net { fc: Linear<4, 2> } FORWARD", "did you mean `dtype`?"),
        ("struct Net<H> { fc: Linear<4, H> } fn forward(x: Tensor<4>) -> Tensor<H> { x.fc() }", "no bound"),
        (
            "struct Net<const H: usize> { fc: Linear<4, H> } fn forward(x: Tensor<4>) -> Tensor<H> { x.fc() }",
            "write `struct Net<H: Dim>`",
        ),
        ("struct Net { fc: Linear<4, Config::OUT> } FORWARD", "`Config::OUT` is a constant"),
        ("struct Net { fc: Linear<4, 2, bias = Config::ON> } FORWARD", "`Config::ON` is a constant"),
    ] {
        let expected: Vec<_> = expected.split('|').collect();
        wrong.check(&network.replace("FORWARD", forward), &expected);
    }
    for (name, call, meant) in
        [("match", "match", "match_"), ("1st", "1st", "st1"), ("fc-1", "fc-1", "fc_1"), ("fc-1", "fc_1", "fc_1")]
    {
        let network = format!("struct Net {{ {name}: Linear<4, 2> }} fn forward(x: Tensor<4>) -> Tensor<2>");
        wrong.check(&format!("{network} {{ x.{call}().relu() }}"), &[&format!("write `{meant}`")]);
    }
    wrong.assert_none();
}

#[test]
fn reports_mistakes_of_functions() {
    let mut wrong = Wrong::default();
    for (calls, functions, expected) in [
        (
            "gate(x.fc())",
            "fn gate(x: Tensor<4>) -> Tensor<2> { x }",
            "function `gate` expects [4] but receives [2] from `fc`",
        ),
        (
            "gate(x.fc())",
            "fn gate(x: Tensor<2>) -> Tensor<3> { x.tanh() }",
            "function `gate` declares the result [3] but returns [2]",
        ),
        (
            "gate(x.fc(), x)",
            "fn gate(x: Tensor<2>) -> Tensor<2> { x.tanh() }",
            "function `gate` takes 1 value, found 2",
        ),
        ("gate(x.fc())", "fn gate(x: Tensor<2>) -> Tensor<2> { gate(x) }", "function `gate` calls itself"),
        ("gate(x.fc())", "fn gate(x: Tensor<2>) -> Tensor<2> { (x, x) }", "declares 1 result but returns 2"),
        ("x.fc()", "fn gate(x: Tensor<2>) -> Tensor<2> { x.tanh() }", "function `gate` is never called"),
        ("gate(x.fc())", "fn gate(x: Tensor<2>) -> Tensor<2> { x.tahn() }", "did you mean `tanh`?"),
        ("gate(gate(x.fc()))", "fn gate(x: Tensor<2>) -> Tensor<2> { x.tahn() }", "did you mean `tanh`?"),
        ("gate(x.fc())", "fn gate(y: Tensor<2>) -> Tensor<2> { x + y }", "`x`"),
        ("fc(x)", "fn fc(x: Tensor<4>) -> Tensor<2> { x }", "function `fc` has the name of a layer"),
        ("relu(x.fc())", "fn relu(x: Tensor<2>) -> Tensor<2> { x }", "function `relu` has the name of an operation"),
        ("gate::<2>(x.fc())", "fn gate(x: Tensor<2>) -> Tensor<2> { x }", "`gate` takes no"),
    ] {
        let input = format!(
            "struct Net {{ fc: Linear<4, 2> }} fn forward(x: Tensor<4>) -> Tensor<2> {{ {calls} }} {functions}"
        );
        wrong.check(&input, &[expected]);
    }
    wrong.assert_none();
}

#[test]
fn reports_slips_in_the_signature() {
    let mut wrong = Wrong::default();
    let two = "struct Net { fc1: Linear<4, 4> } fn forward(x: Tensor<4>) -> (Tensor<4>, Tensor<4>)";
    wrong.check(&format!("{two} {{ x.fc1(), x }}"), &["write `(x.fc1(), x)`"]);
    wrong.check(&format!("{two} {{ [x.fc1(), x] }}"), &["write `(x.fc1(), x)`"]);
    let layers = "struct Net { fc: Linear<4, 2>, blocks: [Linear<4, 4>; 2] }";
    for (function, expected) in [
        (
            "fn forward(x: Tensor<4>) -> (Tensor<4>, Tensor<2>) { (x.fc(), x.blocks()) }",
            "declares the outputs [4], [2] but returns [2] from `fc`, [4] from `blocks`\nhelp: write `(Tensor<2>, Tensor<4>)`",
        ),
        (
            "fn forward(x: Tensor<4>) -> [Tensor<2>, Tensor<4>] { (x.fc(), x.blocks()) }",
            "write `(Tensor<2>, Tensor<4>)`",
        ),
        (
            "fn forward(x: (Tensor<4>, Tensor<2>)) -> Tensor<2> { x.0.blocks().fc() + x.1 }",
            "write `x1: Tensor<4>, x2: Tensor<2>`, and `x1` in place of `x.0`, `x2` in place of `x.1`",
        ),
        (
            "fn forward(mut x: Tensor<4>) -> Tensor<2> { for block in blocks { x = block(x); } x.fc() }",
            "write `x`, without `mut`, and `let mut x = x;` before a loop",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> { gate(x.blocks()).fc() } fn gate(&self, x: Tensor<4>) -> Tensor<4> { x }",
            "`gate` takes only tensors\nhelp: remove `self`",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> { gate(x.blocks()).fc() } fn gate<D: Dim>(x: Tensor<D>) -> Tensor<D> { x }",
            "function `gate` has no parameters of its own",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> { gate(x.blocks()).fc() } fn gate(x: Tensor<4>) { x }",
            "`gate` does not declare its output",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> { x.blocks[0]().blocks[1]().fc() }",
            "the layers of array `blocks` have no numbers",
        ),
        ("fn forward(x: Tensor<4>) -> Tensor<2> { blocks.0(x).fc() }", "the layers of array `blocks` have no numbers"),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> { blocks.iter().fold(x, |h, block| block(h)).fc() }",
            "array `blocks` has no method `fold`",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<1> { dot(x.fc(), x.blocks().fc()) }",
            "append `.reshape::<1>()`, which gives it an axis, and declare `Tensor<1>`",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> {
                let mut h = x; for (i, b) in blocks.iter().enumerate() { h = b(h); } h.fc()
            }",
            "write `for b in blocks`",
        ),
        (
            "fn forward(x: Tensor<4>) -> Tensor<2> { let mut h = x; for b in blocks: h = b(h); h.fc() }",
            "write `for b in blocks { h = b(h); }`",
        ),
    ] {
        wrong.check(&format!("{layers} {function}"), &[expected]);
    }
    for (signature, expected) in [
        ("fn forward(&self, x: Tensor<4>) -> Tensor<2>", "remove `self`"),
        ("fn forward(&mut self, x: Tensor<4>) -> Tensor<2>", "remove `self`"),
        ("fn forward(self, x: Tensor<4>) -> Tensor<2>", "remove `self`"),
        ("fn forward(x: &Tensor<4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: &'a mut Tensor<4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: nn::Tensor<4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor::<4>) -> Tensor<2>", "between `<` and `>`\nhelp: write `Tensor<4>`"),
        ("fn forward(x: Tensor[4]) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor(4)) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<[4]>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<shape![4]>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<4, f32>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<f32, 4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<4, i64>) -> Tensor<2>", "write `Class<..>` in place of `i64`"),
        ("fn forward(x: Tensor<-1, 4>) -> Tensor<2>", "`-1` is not a size"),
        ("fn forward(x: Tensor<None, 4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<?, 4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<batch, 4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<2 * 2>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tensor<features = 4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: [f32; 4]) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: [4]) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: 4) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: shape![4]) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: tensor<4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Tenser<4>) -> Tensor<2>", "write `Tensor<4>`"),
        ("fn forward(x: Vec<Tensor<4>>) -> Tensor<2>", "without `Vec`\nhelp: write `Tensor<4>`"),
        ("fn forward(x: Tensor<>) -> Tensor<2>", "`Tensor` has no sizes"),
        ("fn forward(x: Tensor) -> Tensor<2>", "`Tensor` has no sizes"),
        ("fn forward(x: Tensor<4) -> Tensor<2>", "is not closed\nhelp: write `Tensor<4>`"),
        ("fn forward(x: Tensor<4>) -> Tensor<2", "is not closed\nhelp: write `Tensor<2>`"),
        ("fn forward(x: Image) -> Tensor<2>", "`Image` is not the shape of one sample"),
        ("fn forward(x: Vec<f32>) -> Tensor<2>", "`Vec` is not the shape of one sample"),
        ("fn forward(x: Tensor<_>) -> Tensor<2>", "cannot be inferred"),
        ("fn forward(x: Tensor<\"4\">) -> Tensor<2>", "is not a size"),
        ("fn forward(x: Tensor<4>) -> f32", "write `Tensor<1>`|expected output"),
        ("fn forward(x: Tensor<4>) -> Box<Tensor<2>>", "write `Tensor<2>`"),
        ("fn forward(x: Tensor<4>): Tensor<2>", "write `->`"),
        ("fn forward(x: Tensor<4>) => Tensor<2>", "write `->`"),
        ("fn forward(x: Tensor<4>) Tensor<2>", "a `->` is missing"),
        ("fn forward(x: Tensor<4>)", "does not declare its output"),
        ("fn forward(x: Tensor<4>) -> ", "does not declare its output"),
        ("fn forward(x: Tensor<4>) -> Tensor<2>,", "unexpected `,`"),
        ("fn forward(x: Tensor<4>) -> Tensor<2> where H: Dim", "move `where H: Dim`"),
        (
            "fn forward<B>(x: Tensor<4>) -> Tensor<2>",
            "`forward` has no generic parameters: it accepts batches of every size",
        ),
        ("def forward(x: Tensor<4>) -> Tensor<2>", "write `fn forward`"),
        ("forward(x: Tensor<4>) -> Tensor<2>", "`fn` is missing"),
        ("fn foward(x: Tensor<4>) -> Tensor<2>", "did you mean `forward`?"),
        ("fn run(x: Tensor<4>) -> Tensor<2>", "rename it to `forward`"),
        ("fn forward() -> Tensor<2>", "`forward` has no input"),
        ("fn forward(x) -> Tensor<2>", "input `x` has no shape"),
        ("fn forward(x Tensor<4>) -> Tensor<2>", "a `:` is missing after input `x`"),
        ("fn forward(x = Tensor<4>) -> Tensor<2>", "a `:` is missing after input `x`"),
        ("fn forward(mut x: Tensor<4>) -> Tensor<2>", "without `mut`"),
        ("fn forward(x: Tensor<4> = 0) -> Tensor<2>", "unexpected `=` after input `x`"),
        ("fn forward(x: Tensor<4>,,) -> Tensor<2>", "second `,`"),
        ("fn forward(x: Tensor<4> _y: Tensor<4>) -> Tensor<2>", "a `,` is missing before input `_y`"),
        ("fn forward(x: Tensor<4>>) -> Tensor<2>", "unexpected `>` after input `x`"),
        ("fn forward(x: Tensor<4>) -> Tensor<2>>", "unexpected `>`"),
        ("fn forward(x: Tensor<4>; _y: Tensor<4>) -> Tensor<2>", "unexpected `;` after input `x`"),
        ("fn forward((x, _y): (Tensor<4>, Tensor<4>)) -> Tensor<2>", "write `x: Tensor<4>, _y: Tensor<4>`"),
    ] {
        let expected = expected.split('|').next().unwrap_or_default();
        let body = if signature.ends_with("f32") { "x.fc().one()" } else { "x.fc()" };
        let input = format!("struct Net {{ fc: Linear<4, 2>, one: Linear<2, 1> }} {signature} {{ {body} }}");
        wrong.check(&input, &[expected]);
    }
    let image = "struct Net { fc: Linear<12, 2> }";
    for shape in ["3x4", "3; 4", "[3, 4]", "(3, 4)", "shape![3, 4]", "-1, 3, 4", "3, 4, f64"] {
        let input = format!("{image} fn forward(x: Tensor<{shape}>) -> Tensor<2> {{ x.flatten().fc() }}");
        wrong.check(&input, &["write `Tensor<3, 4>`"]);
    }
    let pair = "struct Net { fc: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2>, Tensor<4> { (x.fc(), x) }";
    wrong.check(pair, &["in parentheses"]);
    let layers = "struct Net { fc: Linear<4, 4> }";
    let (seven, names) = (["Tensor<4>"; 7].join(", "), ["x.fc()"; 7].join(", "));
    let input = format!("{layers} fn forward(x: Tensor<4>) -> ({seven}) {{ ({names}) }}");
    wrong.check(&input, &["`forward` has at most 6 outputs, found 7"]);
    let inputs: String = "abcdefg".chars().map(|name| format!("{name}: Tensor<4>, ")).collect();
    let input = format!("{layers} fn forward({inputs}) -> Tensor<4> {{ (a + b + c + d + e + f + g).fc() }}");
    wrong.check(&input, &["`forward` has at most 6 inputs, found 7"]);
    wrong.assert_none();
}

#[test]
fn reports_mistakes_of_different_stages_together() {
    let mut wrong = Wrong::default();
    for (input, expected) in [
        (
            "#[dtype(f16)] #[budget(ram <= 9)] struct Net { a: Linear<4, 8, bais = true>, b: Linear<8, 2> } \
             fn forward(x: Tensor<4>) -> Tensor<2> { let h = x.c1().tahn(); h.b().sigmod() }",
            ["must be `f32`", "no budget of `ram`", "`bais`", "`c1`", "`tahn`", "`sigmod`"].as_slice(),
        ),
        (
            "struct Net<H> { a: Linear<4, 8>, b: Linear<9, 2> } \
             pub fn forward(x: Tensor<4>) -> Tensor<_> { x.a().b() }",
            &["`H` has no bound", "as public as", "cannot be inferred", "expects [9] but receives [8]"],
        ),
        (
            "struct Net { a: Linear<4, 8>; match: Linear<9, 2> } \
             fn forward(x: &Tensor<4>) -> Tensor<2> { return self.match(x.a().leaky_relu<0.1>()); }",
            &[
                "not by `;`",
                "`match` is a keyword",
                "without `&`",
                "follow `::`",
                "without `return`",
                "expects [9] but receives [8]",
            ],
        ),
    ] {
        wrong.check(input, expected);
    }
    wrong.assert_none();
}

#[test]
fn reports_parameters_that_no_network_has() {
    let mut wrong = Wrong::default();
    let fields = "fc1: Linear<4, H>, fc2: Linear<H, 2>";
    for (parameters, expected) in [
        ("'a, H: Dim", "has no lifetime such as `'a`\nhelp: write `struct Net<H: Dim>`"),
        ("H", "`H` has no bound\nhelp: write `struct Net<H: Dim>`"),
        ("H: Clone", "its bound is `Dim`, not `Clone`\nhelp: write `struct Net<H: Dim>`"),
        ("H: std::fmt::Debug + 'static", "not `std::fmt::Debug + 'static`\nhelp: write `struct Net<H: Dim>`"),
        ("H: usize", "its bound is `Dim`, not `usize`"),
        ("H: Dim, K: Dim", "`K` is never used\nhelp: write `struct Net<H: Dim>`"),
        ("H: Dim, K: Dim = dim![3]", "`K` is never used\nhelp: write `struct Net<H: Dim>`"),
    ] {
        let body = "fn forward(x: Tensor<4>) -> Tensor<2> { x.fc1().fc2() }";
        wrong.check(&format!("struct Net<{parameters}> {{ {fields} }} {body}"), &[expected]);
    }
    for (input, expected) in [
        // Every parameter is reported, and every fix corrects all of them.
        (
            "struct Net<'a, H, K: Copy> { fc: Linear<H, K> } fn forward(x: Tensor<H>) -> Tensor<K> { x.fc() }",
            &[
                "`'a`\nhelp: write `struct Net<H: Dim, K: Dim>`",
                "`H` has no bound\nhelp: write `struct Net<H: Dim, K: Dim>`",
                "not `Copy`",
            ][..],
        ),
        (
            "struct Net<H> where H: Clone { fc: Linear<_, H> } fn forward(x: Tensor<4>) -> Tensor<H> { x.fc() }",
            &["its bound is `Dim`, not `Clone`\nhelp: write `struct Net<H: Dim>`"],
        ),
        (
            "struct Net<B: Dim> { fc: Linear<4, 2> } fn forward(x: Tensor<B, 4>) -> Tensor<B, 4> { x }",
            &["layer `fc` is never used"],
        ),
        // Other errors are found, too.
        (
            "struct Net<H> { fc1: Linear<4, H>, fc2: Linear<H, 2> } \
             fn forward(x: Tensor<4>) -> Tensor<3> { x.fc1().fc2() }",
            &["`H` has no bound", "`forward` declares the output [3] but returns [2]"],
        ),
        // A trait of the user may require `Dim`.
        ("struct Net<H: Width> { fc: Linear<4, H> } fn forward(x: Tensor<4>) -> Tensor<H> { x.fc() }", &[]),
        // Parameters that are layers.
        (
            "struct Net<L> { fc: Linear<4, 4>, last: L } fn forward(x: Tensor<4>) -> Tensor<2> { x.fc().last() }",
            &[
                "write `struct Net<L: nn::layers::Layer<shape![4], Out = shape![2]> + nn::init::Init + nn::layers::Connect>`",
            ],
        ),
        (
            "#[dtype(f64)] struct Net<L: nn::layers::Layer> { l: L, fc: Linear<8, 2> } \
             fn forward(x: Tensor<4>) -> Tensor<2> { x.l().relu().fc() }",
            &["does not name the shape of its input\nhelp: bound it by `Layer` of its input"],
        ),
        (
            "struct Net<L: Copy> { l: L, fc: Linear<8, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.l().fc() }",
            &[
                "which the bound `Copy` does not say\nhelp: write `struct Net<L: nn::layers::Layer<shape![4], Out = shape![8]>",
            ],
        ),
    ] {
        wrong.check(input, expected);
    }
    wrong.assert_none();
}

#[test]
fn reports_fields_that_are_no_layers() {
    let mut wrong = Wrong::default();
    for (ty, expected) in [
        ("Box<Block>", "without `Box`\nhelp: write `l: Block`"),
        ("Rc<RefCell<Linear<4, 4, bias = false>>>", "without `Rc`\nhelp: write `l: Linear<4, 4, bias = false>`"),
        ("std::sync::Arc<blocks::Block<3>>", "without `Arc`\nhelp: write `l: blocks::Block<3>`"),
        ("[Box<Block>; 3]", "without `Box`\nhelp: write `l: [Block; 3]`"),
        ("Box<dyn Layer>", "without `Box`\nhelp: write the type of a layer"),
        (
            "Option<BatchNorm1d<4>>",
            "cannot be optional: a network always has the same layers\nhelp: write `l: BatchNorm1d<4>`",
        ),
        ("Vec<Linear<4, 4>>", "as in `l: [Linear<4, 4>; 4]`"),
        ("&'static Block", "not references to them\nhelp: write `l: Block`"),
        ("[&Block; 2]", "not references to them"),
        ("(Block, Block)", "`l` is a tuple"),
        ("Tensor<4>", "write `l: Parameter<4>` if it is trained, or `l: Buffer<4>`"),
        ("Param<Tensor<4>>", "write `l: Parameter<4>`"),
        ("Parameter<Tensor<4>>", "write `l: Parameter<4>`"),
        ("Param<4>", "write `Parameter<4>`"),
        ("nn.Parameter(torch.zeros(4))", "write `Parameter<4, init = nn::init::Zeros>`"),
        ("nn.Parameter(torch.randn((1, 4)))", "write `Parameter<1, 4, init = nn::init::Normal { std: 1.0 }>`"),
        ("Parameter<4, requires_grad = false>", "write `Buffer<4>`"),
        ("GroupNorm<8, 4>", "write `GroupNorm<4, 8>`"),
        ("[Linear<4, 4>] * 3", "write `[Linear<4, 4>; 3]`"),
        ("(Linear<4, 8>, Linear<8, 4>)", "`l` is a tuple"),
        ("GaussianNoise<0.1>", "call `normal_noise` in `forward`"),
        ("Linear<4, 2 * 8>", "write `16`"),
        ("Linear<4, H + H>", "write `nn::dim::Sum<H, H>`"),
        ("Linear<4, 4>, /// The end.\n", "a doc comment belongs to the layer after it"),
        ("Linear<4, {HIDDEN}>", "`HIDDEN` is a constant"),
        ("Linear<4, 4>, # first", "write `//`"),
        ("f32", "`l` is a value of type `f32`"),
        ("Net", "network `Net` cannot contain itself"),
    ] {
        for body in ["x.l()", "x * l"] {
            // A stored tensor is not called.
            let is_stored = ty == "Param<4>" || ty.starts_with("nn.Parameter(torch");
            if (body == "x.l()") != is_stored || ty == "Tensor<4>" {
                let sizes = if ty.contains("(1, 4)") { "1, 4" } else { "4" };
                let body = format!("fn forward(x: Tensor<4>) -> Tensor<{sizes}> {{ {body} }}");
                wrong.check(&format!("struct Net {{ l: {ty} }} {body}"), &[expected]);
            }
        }
    }
    wrong.check(
        "struct Net { l: Linear<4, 8>, back: Tied<self.l> } fn forward(x: Tensor<4>) -> Tensor<4> { x.l().back() }",
        &["without `self`\nhelp: write `Tied<l>`"],
    );
    for (layers, input, output, expected) in [
        ("relu: ReLU", "4", "x.relu()", "remove `relu` here: `.relu()` in `forward` is the operation"),
        ("e: Embedding<3, 4>", "2, Class<4>", "x.e().sum::<1>()", "write `e: Embedding<4, 3>`"),
        ("c: Conv2d<3, 1, kernel = 2>", "9, 9, 3", "x.c().sum::<0, 1>()", "write `x: Tensor<3, 9, 9>`"),
        ("l: Linear<4, 4>, l: Linear<4, 4>", "4", "x.l()", "layer `l` is declared twice"),
    ] {
        let output_sizes = if input == "9, 9, 3" {
            "8"
        } else if input == "4" {
            "4"
        } else {
            "2"
        };
        let forward = format!("fn forward(x: Tensor<{input}>) -> Tensor<{output_sizes}> {{ {output} }}");
        wrong.check(&format!("struct Net {{ {layers} }} {forward}"), &[expected]);
    }
    // A type of the user's with the name of a wrapper.
    wrong.check("struct Net { l: Cell } fn forward(x: Tensor<4>) -> Tensor<4> { x.l() }", &[]);
    let body = "struct Net { fc: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }";
    wrong
        .check(&format!("#[int8(Net)] {body}"), &["`Net` is the name of this network\nhelp: write `#[int8(NetInt8)]`"]);
    wrong.assert_none();
}

#[test]
fn absent_layers_are_named() {
    let mut wrong = Wrong::default();
    let net = |ty: &str| format!("struct Net {{ l: {ty} }} fn forward(x: Tensor<6, 4>) -> Tensor<6, 4> {{ x.l() }}");
    for (name, layer) in [("LSTMCell", "Lstm"), ("GruCell", "Gru"), ("RNNCell", "Rnn")] {
        let expected = format!("computes all steps of a sequence\nhelp: write `l: {layer}<4, 8>`, and call it");
        wrong.check(&net(&format!("{name}<4, 8>")), &[&expected]);
        wrong.check(&net(&format!("self::{name}<4, 8>")), &[]);
    }
    for name in ["MultiheadAttention", "MultiHeadAttention", "TransformerEncoderLayer", "TransformerDecoder"] {
        wrong.check(&net(&format!("{name}<4, 2>")), &["attention is computed in `forward`\nhelp: declare a network"]);
        wrong.check(&net(&format!("self::{name}<4, 2>")), &[]);
    }
    // Names that networks of the user's own often have.
    for name in ["Attention", "SelfAttention", "Transformer", "TransformerBlock"] {
        wrong.check(&net(&format!("{name}<4, 2>")), &[]);
    }
    wrong.assert_none();
}

#[test]
fn fixes_fit_the_shapes() {
    let mut wrong = Wrong::default();
    for (layer, signature, body, expected) in [
        // A layer for values of another rank.
        ("Conv1d<1, 4, kernel = 3>", "Tensor<1, 9, 9>", "x.l()", "help: write `l: Conv2d<1, 4, kernel = 3>`"),
        ("[Conv1d<2, 2, kernel = 1>; 3]", "Tensor<2, 9, 9>", "x.l()", "help: write `l: [Conv2d<2, 2, kernel = 1>; 3]`"),
        ("Conv2d<8, 4, kernel = 3>", "Tensor<8, 9>", "x.l()", "help: write `l: Conv1d<8, 4, kernel = 3>`"),
        ("Conv2d<8, 4, kernel = (3, 1)>", "Tensor<8, 9>", "x.l()", "as in `.reshape::<8, 9, 1>().l()`"),
        ("BatchNorm2d<64>", "Tensor<64>", "x.l()", "help: write `l: BatchNorm1d<64>`"),
        ("BatchNorm1d<_>", "Tensor<3, 4, 4>", "x.l()", "help: write `l: BatchNorm2d<_>`"),
        ("BatchNorm2d<32>", "Tensor<64>", "x.l()", "help: call `l` on a value with the axes"),
        // Reshapes have as many elements as the value, and the layer accepts them.
        ("Conv2d<1, 4, kernel = 3>", "Tensor<28, 30>", "x.l()", "help: write `.reshape::<1, 28, 30>().l()`"),
        ("Conv2d<_, 4, kernel = 3>", "Tensor<28, 30>", "x.l()", "help: write `.reshape::<1, 28, 30>().l()`"),
        ("Conv2d<4, 2, kernel = 3>", "Tensor<64>", "x.l()", "help: write `.reshape::<4, 4, 4>().l()`"),
        (
            "Conv2d<4, 2, kernel = 2>",
            "Tensor<96>",
            "x.l()",
            "reshape the 96 elements, as in `.reshape::<4, 4, 6>().l()`",
        ),
        ("Conv2d<3, 2, kernel = 1>", "Tensor<64>", "x.l()", "help: 64 is not a multiple of 3"),
        ("Conv2d<4, 2, kernel = 3>", "Tensor<16>", "x.l()", "help: 16 elements are too few for its kernel"),
        ("Conv1d<4, 2, kernel = 3>", "Tensor<64>", "x.l()", "help: write `.reshape::<4, 16>().l()`"),
        ("Linear<10, 2>", "Tensor<4, 26, 26>", "x.l()", "help: write `.flatten().l()`, and `l: Linear<2704, 2>`"),
        (
            "[Linear<10, 10>; 2]",
            "Tensor<4, 4>",
            "x.l()",
            "help: write `l: [Linear<4, 4>; 2]`, or make `x` hold [.., 10]",
        ),
        ("Linear<16, 2, bias = false>", "Tensor<4, 4>", "x.l()", "help: write `.flatten().l()`"),
        ("Linear<_, 2>", "Tensor<4, 4>", "x.l()", "help: write `Tensor<4, 2>`, or `.flatten().l()`"),
        ("Linear<4, 2>", "Tensor<4, 4>", "x.l()", "`Tensor<4, 2>`, or `.flatten().l()` and `l: Linear<16, 2>`"),
        ("Linear<10, 2>", "Tensor<4, 5>", "x.l()", "help: write `l: Linear<5, 2>`, or make `x` hold [.., 10]"),
        // Recurrent layers.
        ("Lstm<5, 8>", "Tensor<6, 4>", "x.l()", "help: write `l: Lstm<4, 8>`, or make `x` hold steps of 5 features"),
        (
            "Rnn<5, 8, layers = 2, nonlinearity = relu, dropout = 0.5>",
            "Tensor<6, 4>",
            "x.l()",
            "help: write `l: Rnn<4, 8, layers = 2, nonlinearity = relu, dropout = 0.5>`",
        ),
        ("Gru<4, 8>", "Tensor<24>", "x.l()", "help: write `.reshape::<6, 4>().l()`"),
        ("Gru<_, 8>", "Tensor<24>", "x.l()", "help: write `.reshape::<24, 1>().l()`"),
        ("Gru<28, 8>", "Tensor<1, 28, 28>", "x.l()", "help: write `.reshape::<28, 28>().l()`"),
        ("Gru<5, 8>", "Tensor<24>", "x.l()", "help: pass `l` a sequence, [steps, 5]"),
        ("Lstm<4, 8, layers = 9>", "Tensor<6, 4>", "x.l()", "help: write `layers = 8`, and declare a second `Lstm`"),
        ("Lstm<4, 8, layers = 0>", "Tensor<6, 4>", "x.l()", "`Lstm` has 1 to 8 layers"),
        ("Lstm<4, 8, layers = two>", "Tensor<6, 4>", "x.l()", "help: write an integer, such as `layers = 2`"),
        ("Lstm<4, 8, dropout = 0.5>", "Tensor<6, 4>", "x.l()", "help: write `layers = 2`, or remove it"),
        ("Lstm<4, 8, layers = 2, dropout = 1.5>", "Tensor<6, 4>", "x.l()", "help: write a number from 0 to 1"),
        ("Lstm<4, 8, proj_size = 0>", "Tensor<6, 4>", "x.l()", "help: write `proj_size = 1`"),
        ("Gru<4, 8, proj_size = 2>", "Tensor<6, 4>", "x.l()", "`Gru` has no argument `proj_size`"),
        ("nn.LSTM(4, 8, proj_size=2)", "Tensor<6, 4>", "x.l()", "help: write `Lstm<4, 8, proj_size = 2>`"),
        ("Lstm<4, _>", "Tensor<6, 4>", "x.l()", "the output size of `Lstm` cannot be inferred"),
        ("Lstm<4>", "Tensor<6, 4>", "x.l()", "help: write its input and output sizes, as in `Lstm<_, 4>`"),
        ("Lstm<4, 8>", "Tensor<6, 4, 1>", "x.l()", "help: write `.reshape::<6, 4>().l()`"),
        ("[Lstm<4, 8>; 2]", "Tensor<6, 4>", "x.l()", "but maps [6, 4] to [6, 8]"),
        // The notation of other frameworks.
        ("LSTM<4, 8>", "Tensor<6, 4>", "x.l()", "help: did you mean `Lstm`?"),
        ("GRU<4, 8>", "Tensor<6, 4>", "x.l()", "help: did you mean `Gru`?"),
        ("RNN<4, 8>", "Tensor<6, 4>", "x.l()", "help: did you mean `Rnn`?"),
        ("nn.LSTM(4, 8)", "Tensor<6, 4>", "x.l()", "help: write `Lstm<4, 8>`"),
        ("nn.GRU(4, 8, 2, True)", "Tensor<6, 4>", "x.l()", "help: write `Gru<4, 8, layers = 2, bias = true>`"),
        (
            "nn.LSTM(input_size=4, hidden_size=8, num_layers=2, batch_first=True, bidirectional=True)",
            "Tensor<6, 4>",
            "x.l()",
            "help: write `Lstm<4, 8, layers = 2, bidirectional = true>`",
        ),
        (
            "nn.RNN(4, 8, nonlinearity=\"relu\")",
            "Tensor<6, 4>",
            "x.l()",
            "help: write `Rnn<4, 8, nonlinearity = relu>`",
        ),
        ("Lstm<4, 8, num_layers = 2>", "Tensor<6, 4>", "x.l()", "help: did you mean `layers`?"),
        ("Lstm<4, 8, batch_first = true>", "Tensor<6, 4>", "x.l()", "help: write `Lstm<4, 8>`"),
        ("Lstm<4, hidden_size = 8>", "Tensor<6, 4>", "x.l()", "help: write `Lstm<4, 8>`"),
        ("SimpleRNN<8>", "Tensor<6, 4>", "x.l()", "help: write `Rnn<_, 8>`"),
        ("Rnn<4, 8, activation = relu>", "Tensor<6, 4>", "x.l()", "help: did you mean `nonlinearity`?"),
        ("Rnn<4, 8, nonlinearity = gelu>", "Tensor<6, 4>", "x.l()", "help: write `nonlinearity = tanh`"),
        // Stored tensors and layers with two inputs.
        ("Parameter<4>", "Tensor<7>", "x + l", "help: write `l: Parameter<7>`"),
        ("Parameter<4, role = bias>", "Tensor<4>", "x.l()", "`l` is a stored tensor, which is not called"),
        ("Buffer<4>", "Tensor<4>", "l()", "help: write its name alone, as in `x + l`"),
        ("Buffer<4>", "Tensor<4>", "x * self.l", "help: write `l`"),
        ("Parameter<4>", "Tensor<4>", "x + ll", "help: did you mean `l`?"),
        ("Parameter<4>", "Tensor<7>", "x", "`l` is never used"),
        ("Parameter<_, 4>", "Tensor<4>", "x + l", "the sizes of `Parameter` cannot be inferred"),
        ("[Buffer<4>; 2]", "Tensor<4>", "x + l", "help: write a `Buffer` with one more axis"),
        (
            "Parameter<4, role = gain>",
            "Tensor<4>",
            "x + l",
            "help: write `role = weight`, `role = bias` or `role = norm`",
        ),
        ("Bilinear<4, 5, 7>", "Tensor<4>", "x.l()", "help: write `l(a, b)`"),
        ("Bilinear<4, 5, 7>", "Tensor<4>", "l(x, x)", "help: write `l: Bilinear<4, 4, 7>`, or make `x` hold [5]"),
        ("[Bilinear<4, 4, 4>; 2]", "Tensor<4>", "x.l()", "cannot be repeated in sequence"),
        ("Tied<m>", "Tensor<4>", "x.l()", "there is no layer `m`"),
        ("Tied<4>", "Tensor<4>", "x.l()", "help: write it, as in `head: Tied<embed>`"),
        ("Tied<l>", "Tensor<4>", "x.l()", "`l` has no weight that another layer can use"),
        (
            "Embedding<9, 7, padding_idx = 9>",
            "Tensor<Class<9>>",
            "x.l()",
            "`padding_idx = 9` is not an index of 9 rows",
        ),
        // A window.
        ("Linear<4, 2>", "Tensor<4, 1, 1>", "x.max_pool::<2>().flatten().l()", "help: remove this `max_pool`"),
        ("Linear<4, 2>", "Tensor<4, 3, 5>", "x.avg_pool::<4>().flatten().l()", "help: write `.avg_pool::<3>()`"),
        ("Linear<4, 2>", "Tensor<4>", "x.max_pool::<2>().l()", "[channels, height, width], which `reshape` makes"),
        // The shortcut of a residual block.
        (
            "Conv2d<3, 16, kernel = 1>",
            "Tensor<3, 8, 8>",
            "x + x.l().relu()",
            "declare `project: Conv2d<3, 16, kernel = 1>` and call it on the value from `x`",
        ),
        (
            "Conv2d<3, 16, kernel = 1>",
            "Tensor<3, 8, 8>",
            "x.l() + x",
            "declare `project: Conv2d<3, 16, kernel = 1>` and call it on the value from `x`",
        ),
        ("Linear<64, 10>", "Tensor<64>", "x.l() + x", "help: make both [10], or both [64]"),
    ] {
        let input = format!("struct Net {{ l: {layer} }} fn forward(x: {signature}) -> Tensor<7> {{ {body} }}");
        let found = messages(&input);
        if !found.iter().any(|message| message.contains(expected)) {
            wrong.0.push(format!("{input}\n{found:#?}\n{expected}"));
        }
    }
    for (input, expected) in [
        // The layer that produces the output, if nothing else depends on it.
        (
            "struct Net { a: Linear<4, 8>, b: Linear<_, 3> } fn forward(x: Tensor<4>) -> Tensor<2> { x.a().relu().b().softmax() }",
            "help: write `Tensor<3>`, or `b: Linear<8, 2>`",
        ),
        (
            "struct Net { a: Linear<4, 4> } fn forward(x: Tensor<4>) -> Tensor<2> { x.a() + x }",
            "help: write `Tensor<4>`",
        ),
        (
            "struct Net { a: Linear<4, 4> } fn forward(x: Tensor<4>) -> Tensor<2> { x.a().a() }",
            "help: write `Tensor<4>`",
        ),
        // The user's layers and numbers.
        (
            "struct Net { a: Linear<12, 3> } fn forward() -> Tensor<3> { image.a() }",
            "`fn forward(image: Tensor<12>) -> ..`",
        ),
        ("struct Net { a: Embedding<50, 3> } fn forward(x) -> Tensor<16, 3> { x.a() }", "`x: Tensor<16, Class<50>>`"),
        (
            "struct Net { a: Conv2d<3, 4, kernel = 3> } fn forward() -> Tensor<3> { x.a() }",
            "`fn forward(x: Tensor<3, 28, 28>) -> ..`",
        ),
        (
            "struct Net { a: Linear<12, 3>, b: Linear<_, 2> }",
            "write `fn forward(x: Tensor<12>) -> Tensor<2> { x.a().b() }`",
        ),
        ("struct Net { a: Linear<12, 3>, b: Linear<4, 2> }", "write the function `fn forward(..) -> .. { .. }`"),
    ] {
        let found = messages(input);
        if !matches!(&found[..], [message] if message.contains(expected)) {
            wrong.0.push(format!("{input}\n{found:#?}\n{expected}"));
        }
    }
    // A fix is not extended by one that does not compile.
    let several = messages("struct Net { a: Linear<4, 4> } fn forward(x: Tensor<4>) -> Tensor<2> { x.a() + x }");
    assert!(!several[0].contains(", or `a"), "{several:?}");
    wrong.assert_none();
}

/// A token that is left out, or written twice, is an error or another network, never a panic.
#[test]
fn every_slip_of_one_token_is_handled() {
    fn variants(tokens: &[TokenTree], written: &dyn Fn(TokenStream) -> TokenStream, each: &mut dyn FnMut(TokenStream)) {
        for index in 0..tokens.len() {
            let (before, after) = (tokens[..index].iter().cloned(), tokens[index + 1..].iter().cloned());
            each(written(before.clone().chain(after.clone()).collect()));
            let twice = [tokens[index].clone(), tokens[index].clone()];
            each(written(before.clone().chain(twice).chain(after.clone()).collect()));
            if let TokenTree::Group(group) = &tokens[index] {
                let inner: Vec<_> = group.stream().into_iter().collect();
                let (before, after): (Vec<_>, Vec<_>) = (before.collect(), after.collect());
                let around = |content| {
                    let group = TokenTree::Group(Group::new(group.delimiter(), content));
                    written(before.iter().cloned().chain([group]).chain(after.iter().cloned()).collect())
                };
                variants(&inner, &around, each);
            }
        }
    }
    let mut count = 0;
    for text in [
        "#[dtype(f64)] #[budget(flash <= 4_000, macs <= 9)] pub struct Net<H: Dim> where H: Dim { \
         pub fc: Linear<4, H, bias = false>, row: [Linear<H, H>; 2], } \
         fn forward(x: Tensor<4>, image: Tensor<1, H, 9>) -> (Tensor<H>, Tensor<2, Class<3>>) { \
         let (a, b): (Tensor<2>, Tensor<2>) = split::<2>(x); let h = concat::<0>(a, b).fc() + x.fc(); \
         (h.row().leaky_relu::<0.1>(), image.max_pool::<2, stride = (1, 2)>()) }",
        "struct Net { fc-1: Linear<4, 2>; match: Linear<2, [2; 3]> } impl Net { \
         pub fn forward(&self, (x, y): (&Tensor<4>, [f32; 4]), z: Tensor<3x4, shape![2]>): Box<Tensor<2>>, { \
         x -> fc1 -> relu; h := x[..2].max_pool<2>() h += self.fc(x ** 2); return torch.cat([x, y], 1)? } } \
         fn other() {} struct Second { fc: Linear<-1, 2> } def forward(x Tensor<28 * 28, f32>) -> f32 { x.fc1.relu() }",
    ] {
        let tokens: Vec<_> = text.parse::<TokenStream>().unwrap().into_iter().collect();
        variants(&tokens, &|tokens| tokens, &mut |tokens| {
            count += 1;
            network(tokens);
        });
    }
    assert!(count > 400, "{count}");
}
