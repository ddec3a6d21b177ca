#!/usr/bin/env python3
"""Writes `recurrent.json` beside this script: recurrent layers computed by PyTorch.

`make.py` runs it, and its conventions hold here. The parameters have PyTorch's names. The sizes stand in
`tests/golden/recurrent.rs`, too, which reads the file.
"""

import pathlib
import platform

import torch
from make import Lcg, lines, run_case
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

# The class, the sizes of batch, steps, input and hidden state, and other arguments.
CASES = {
    "lstm": (torch.nn.LSTM, (3, 5, 4, 6), {}),
    "lstm_one_step": (torch.nn.LSTM, (2, 1, 3, 2), {}),
    "lstm_deep": (torch.nn.LSTM, (2, 4, 3, 5), {"num_layers": 3, "bidirectional": True}),
    "lstm_no_bias": (torch.nn.LSTM, (1, 7, 2, 3), {"num_layers": 2, "bias": False}),
    "gru": (torch.nn.GRU, (3, 5, 4, 6), {}),
    "gru_deep": (torch.nn.GRU, (2, 4, 3, 5), {"num_layers": 2, "bidirectional": True}),
    "gru_no_bias": (torch.nn.GRU, (4, 3, 1, 7), {"bias": False}),
    "rnn": (torch.nn.RNN, (3, 5, 4, 6), {}),
    "rnn_relu_deep": (torch.nn.RNN, (2, 4, 3, 5), {"num_layers": 2, "bidirectional": True, "nonlinearity": "relu"}),
    "rnn_no_bias": (torch.nn.RNN, (4, 9, 2, 1), {"bias": False}),
    "lstm_projected": (torch.nn.LSTM, (3, 5, 4, 6), {"proj_size": 2}),
    "lstm_projected_deep": (torch.nn.LSTM, (2, 4, 3, 5), {"num_layers": 3, "bidirectional": True, "proj_size": 2}),
    "lstm_projected_no_bias": (torch.nn.LSTM, (1, 7, 2, 3), {"num_layers": 2, "bias": False, "proj_size": 1}),
}

# The same, with initial states and with gradients of the final ones.
WITH_STATES = {
    "lstm_states": (torch.nn.LSTM, (3, 5, 4, 6), {}),
    "lstm_states_deep": (torch.nn.LSTM, (2, 4, 3, 5), {"num_layers": 3, "bidirectional": True}),
    "gru_states": (torch.nn.GRU, (3, 5, 4, 6), {}),
    "gru_states_deep": (torch.nn.GRU, (2, 1, 3, 5), {"num_layers": 2, "bidirectional": True}),
    "rnn_states": (torch.nn.RNN, (4, 9, 2, 1), {"bias": False}),
    "rnn_states_two_layers": (torch.nn.RNN, (2, 4, 3, 5), {"num_layers": 2, "nonlinearity": "relu"}),
    "lstm_states_projected": (torch.nn.LSTM, (3, 5, 4, 6), {"proj_size": 2}),
    "lstm_states_projected_deep": (torch.nn.LSTM, (2, 4, 3, 5), {"num_layers": 3, "bidirectional": True, "proj_size": 2}),
}

# The same as packed sequences, with the length of each sample.
WITH_LENGTHS = {
    "lstm_lengths": (torch.nn.LSTM, (4, 5, 4, 6), {}, (3, 5, 1, 2)),
    "lstm_lengths_deep": (torch.nn.LSTM, (3, 4, 3, 5), {"num_layers": 3, "bidirectional": True}, (2, 4, 1)),
    "gru_lengths": (torch.nn.GRU, (3, 5, 4, 6), {"bidirectional": True}, (5, 3, 4)),
    "gru_lengths_deep": (torch.nn.GRU, (3, 4, 3, 5), {"num_layers": 2, "bidirectional": True}, (1, 1, 3)),
    "rnn_lengths": (torch.nn.RNN, (4, 9, 2, 1), {"bias": False}, (9, 7, 2, 8)),
    "rnn_lengths_two_layers": (torch.nn.RNN, (2, 4, 3, 5), {"num_layers": 2, "nonlinearity": "relu"}, (2, 3)),
    "lstm_lengths_projected": (torch.nn.LSTM, (4, 5, 4, 6), {"proj_size": 2}, (3, 5, 1, 2)),
    "lstm_lengths_projected_deep": (
        torch.nn.LSTM,
        (3, 4, 3, 5),
        {"num_layers": 3, "bidirectional": True, "proj_size": 2},
        (2, 4, 1),
    ),
}


def case(seed, kind, sizes, arguments):
    rng = Lcg(seed)
    batch, steps, inputs, hidden = sizes
    layer = kind(inputs, hidden, batch_first=True, dtype=torch.float64, **arguments)
    directions = 2 if layer.bidirectional else 1
    of_state = layer.proj_size or hidden
    x, dy = rng.tensor(batch, steps, inputs), rng.tensor(batch, steps, directions * of_state)
    values = {name: rng.tensor(*value.shape) for name, value in layer.named_parameters()}

    def run(cast):
        tx = cast(x)
        weights = {name: cast(value) for name, value in values.items()}
        y, _ = torch.func.functional_call(layer, weights, (tx,))
        y.backward(cast(dy).detach())
        gradients = {name: weight.grad.t() for name, weight in weights.items()}
        weights = {name: weight.t() for name, weight in weights.items()}
        return {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad, "weights": weights, "gradients": gradients}

    return run_case(run)


def case_with_states(seed, kind, sizes, arguments, lengths=None):
    """The states have the batch as their first axis, and no axis of layers and directions if there is one of them.

    With lengths, the sequence is packed, and the input begins with the lengths.
    """
    rng = Lcg(seed)
    batch, steps, inputs, hidden = sizes
    layer = kind(inputs, hidden, batch_first=True, dtype=torch.float64, **arguments)
    directions = 2 if layer.bidirectional else 1
    rows = [directions * layer.num_layers] if directions * layer.num_layers > 1 else []
    count = 2 if kind is torch.nn.LSTM else 1
    of_state = layer.proj_size or hidden
    x, dy = rng.tensor(batch, steps, inputs), rng.tensor(batch, steps, directions * of_state)
    sizes = [of_state, hidden][:count]
    states, gradients = ([rng.tensor(batch, *rows, size) for size in sizes] for _ in range(2))
    values = {name: rng.tensor(*value.shape) for name, value in layer.named_parameters()}

    def to_torch(state):
        return state.transpose(0, 1).contiguous() if rows else state.unsqueeze(0)

    def from_torch(state):
        return state.transpose(0, 1) if rows else state.squeeze(0)

    def run(cast):
        tx, given = cast(x), [cast(state) for state in states]
        weights = {name: cast(value) for name, value in values.items()}
        initial = tuple(to_torch(state) for state in given)
        given_x = tx if lengths is None else pack_padded_sequence(tx, lengths, batch_first=True, enforce_sorted=False)
        y, last = torch.func.functional_call(layer, weights, (given_x, initial if count == 2 else initial[0]))
        if lengths is not None:
            y, _ = pad_packed_sequence(y, batch_first=True, total_length=steps)
        last = [from_torch(state) for state in (last if count == 2 else [last])]
        of_last = [cast(gradient).detach() for gradient in gradients]
        torch.autograd.backward([y, *last], [cast(dy).detach(), *of_last])
        return {
            "x": [*([] if lengths is None else [torch.tensor(lengths)]), tx, *given],
            "dy": [cast(dy), *of_last],
            "y": [y, *last],
            "dx": [tx.grad, *(state.grad for state in given)],
            "weights": {name: weight.t() for name, weight in weights.items()},
            "gradients": {name: weight.grad.t() for name, weight in weights.items()},
        }

    return run_case(run)


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version()}
    for index, (name, (kind, sizes, arguments)) in enumerate(CASES.items()):
        document[name] = case(100 + index, kind, sizes, arguments)
    for index, (name, (kind, sizes, arguments)) in enumerate(WITH_STATES.items()):
        document[name] = case_with_states(200 + index, kind, sizes, arguments)
    for index, (name, (kind, sizes, arguments, lengths)) in enumerate(WITH_LENGTHS.items()):
        document[name] = case_with_states(300 + index, kind, sizes, arguments, lengths)
    path = pathlib.Path(__file__).resolve().parent / "recurrent.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
