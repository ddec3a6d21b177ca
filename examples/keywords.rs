//! Keywords in a stream of sound: `cargo run --release --example keywords`.
//!
//! Sound is generated: noise, and four words of two tones each that rise or fall, as the formants of vowels do, at random times, of
//! random length, pitch and loudness. A frame of 16 ms becomes the energies of 12 bands. Dilated causal convolutions and a GRU learn
//! the word of each frame on short recordings. Then the same network hears a minute of sound frame by frame, in constant memory, and
//! the convolutions are replaced by their form in 8-bit integers. The output ends with the accuracies and the memory of the stream.

use clap::Parser;
use nn::Stream;
use nn::data::{Dataset, SampleMut};
use nn::int8::Calibration;
use nn::layers::Streaming;
use nn::lr_scheduler::CosineAnnealingLr;
use nn::prelude::*;
use rand::RngExt;
use std::error::Error;

/// Samples of sound in a second, and in a frame.
const RATE: f32 = 8000.0;
const FRAME: usize = 128;
/// The frequencies whose energies describe a frame.
const BANDS: usize = 12;
/// The frames of a recording: about a second.
const FRAMES: usize = 64;

type Bands = dim![12];
type Frames = dim![64];
/// No word, or one of the four.
type Word = dim![5];
const NAMES: [&str; 5] = ["", "rise", "fall", "open", "close"];

/// The two tones of each word: the frequencies at its beginning and at its end, in Hz.
const TONES: [[[f32; 2]; 2]; 4] = [
    [[350.0, 800.0], [1200.0, 2200.0]],
    [[800.0, 350.0], [2200.0, 1200.0]],
    [[350.0, 800.0], [2200.0, 1200.0]],
    [[800.0, 350.0], [1200.0, 2200.0]],
];

network! {
    /// Each step sees 15 frames: itself and the 14 before it.
    #[int8(FrontInt8)]
    struct Front {
        conv1: Conv1d<Bands, 24, kernel = 3>,
        conv2: Conv1d<24, 24, kernel = 3, dilation = 2>,
        conv3: Conv1d<24, 24, kernel = 3, dilation = 4>,
    }
    fn forward(energies: Tensor<Bands, time = Frames>) -> Tensor<24, time = Frames> {
        let h = energies.zero_pad::<2, 0>().conv1().relu();
        let h = h.zero_pad::<4, 0>().conv2().relu();
        h.zero_pad::<8, 0>().conv3().relu()
    }
}

network! {
    struct Head {
        gru: Gru<24, 24>,
        out: Linear<24, Word>,
    }
    fn forward(features: Tensor<time = Frames, 24>) -> Tensor<time = Frames, Word> {
        features.gru().out()
    }
}

network! {
    struct Keywords {
        front: Front,
        head: Head,
    }
    fn forward(energies: Tensor<Bands, time = Frames>) -> Tensor<Frames, Word> {
        let features: Tensor<24, time = Frames> = energies.front();
        features.transpose::<0, 1>().head()
    }
}

type Sound = (Bands, Frames);
type Heard = Labels<Word, (Frames,)>;
type Batch = dim![32];
const SEED: u64 = 1;

/// Learns to hear keywords.
#[derive(Parser)]
struct Arguments {
    /// The number of epochs of 1,600 recordings.
    #[arg(long, default_value_t = 12)]
    epochs: u64,
}

/// Sound, and the word of each frame; `None` where it does not count.
struct Recording {
    sound: Vec<f32>,
    words: Vec<Option<usize>>,
}

impl Recording {
    /// Noise.
    fn of_noise(frames: usize, rng: &mut impl RngExt) -> Self {
        Recording {
            sound: (0..frames * FRAME).map(|_| 0.1 * rng.random_range(-1.0..1.0)).collect(),
            words: vec![Some(0); frames],
        }
    }

    /// Adds a word from a frame on; returns the frame after its end.
    fn say(&mut self, word: usize, start: usize, rng: &mut impl RngExt) -> usize {
        let (length, pitch) = (rng.random_range(18..27), rng.random_range(0.9..1.1_f32));
        let loudness = rng.random_range(0.1..0.4_f32);
        let mut phases = [0.0_f32; 2];
        let samples = length * FRAME;
        for (i, sample) in self.sound.iter_mut().skip(start * FRAME).take(samples).enumerate() {
            let part = i as f32 / samples as f32;
            for (phase, [from, to]) in phases.iter_mut().zip(TONES[word - 1]) {
                *phase += std::f32::consts::TAU * pitch * (from + (to - from) * part) / RATE;
                *sample += loudness * (std::f32::consts::PI * part).sin() * phase.sin();
            }
        }
        // Nothing is known in the first half, and the word from two thirds on; around its end, both are right.
        for (frame, heard) in self.words.iter_mut().skip(start).take(length + 4).enumerate() {
            *heard = match frame {
                _ if frame < length / 2 => Some(0),
                _ if (2 * length / 3..length).contains(&frame) => Some(word),
                _ => None,
            };
        }
        start + length + 4
    }

    /// The logarithms of the energies of a frame near each frequency, by Goertzel's algorithm.
    fn energies(&self, frame: usize) -> [f32; BANDS] {
        let sound = &self.sound[frame * FRAME..][..FRAME];
        std::array::from_fn(|band| {
            let frequency = 300.0 * 1.2_f32.powi(band as i32);
            let turn = 2.0 * (std::f32::consts::TAU * frequency / RATE).cos();
            let [last, before] = sound.iter().fold([0.0; 2], |[last, before], x| [x + turn * last - before, last]);
            let energy = last * last + before * before - turn * last * before;
            (energy + 0.01).ln()
        })
    }
}

/// Recordings of one word each, or of none.
fn recordings(count: usize, seed: u64) -> Result<TensorDataset<Sound, Heard>, Box<dyn Error>> {
    let mut rng = nn::init::rng(seed);
    let (mut inputs, mut targets) = (Samples::new(), Samples::new());
    for index in 0..count {
        let mut recording = Recording::of_noise(FRAMES, &mut rng);
        if !index.is_multiple_of(5) {
            let start = rng.random_range(2..30);
            recording.say(index % 5, start, &mut rng);
        }
        inputs.push(|input: SampleMut<'_, Sound, f32>| {
            let energies: Vec<_> = (0..FRAMES).map(|frame| recording.energies(frame)).collect();
            input.fill_with(|[_, band, frame]| energies[frame][band]);
        });
        targets.push(|target: SampleMut<'_, Heard, f32>| {
            for (place, word) in target.as_mut_slice().iter_mut().zip(&recording.words) {
                *place = word.and_then(Class::new).map_or(Label::IGNORED, Label::from);
            }
        });
    }
    Ok(TensorDataset::new(inputs, targets)?)
}

/// The part of the frames with a known word for which the logits are largest.
fn accuracy(logits: &[f32], targets: &Samples<Heard>) -> f64 {
    let targets = (0..targets.len()).flat_map(|sample| targets.sample(sample).as_slice().to_vec());
    let rows = logits.chunks_exact(Word::SIZE).zip(targets).filter(|(_, target)| *target != Label::IGNORED);
    let (right, all) = rows.fold((0, 0), |(right, all), (row, target)| {
        let best = largest(row);
        (right + usize::from(Class::new(best).map(Label::from) == Some(target)), all + 1)
    });
    right as f64 / f64::from(all.max(1))
}

/// The index of the largest element.
fn largest(row: &[f32]) -> usize {
    (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or(0)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let (train, validation, test) = (recordings(1600, 2)?, recordings(320, 3)?, recordings(320, 4)?);
    let loader = Loader::<_, Batch>::new(train.clone()).shuffle(SEED);
    let steps = arguments.epochs * loader.batches() as u64;
    let session = Session::<Keywords, Adam, Batch>::new(Adam::new(4e-3), SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.labels())
        .validate(validation)
        .schedule(Interval::Step, CosineAnnealingLr::new(steps))
        .clip(Clip::Norm(1.0));
    trainer.run(arguments.epochs)?.uninterrupted()?;
    let network = trainer.best();

    // The convolutions in 8-bit integers, whose scales follow from what they see in training.
    let (inputs, targets) = (&test.inputs, &test.targets);
    let in_floats = network.predict_samples::<Batch>(inputs);
    let seen = Tensor::<(Batch, Bands, Frames)>::from_fn(|[sample, band, frame]| {
        train.inputs.sample(sample)[[0, band, frame]]
    });
    let front = Calibration::<FrontInt8>::new(&network.front).observe(&seen).build()?;
    let mut in_integers = Vec::new();
    for sample in 0..test.len() {
        let features = front.forward(inputs.sample(sample));
        let features = Tensor::<(N<1>, Frames, N<24>)>::from_fn(|[_, frame, i]| features[[0, i, frame]]);
        in_integers.extend_from_slice(network.head.forward(&features).as_slice());
    }

    // A minute of sound, of which a stream hears one frame at a time.
    let mut rng = nn::init::rng(5);
    let frames = (60.0 * RATE) as usize / FRAME;
    let mut recording = Recording::of_noise(frames, &mut rng);
    let (mut said, mut next) = (Vec::new(), 20);
    while next + 40 < frames {
        let word = rng.random_range(1..Word::SIZE);
        let end = recording.say(word, next, &mut rng);
        said.push((word, next, end));
        next = end + rng.random_range(20..120);
    }
    let mut stream = Stream::<Keywords>::new();
    let (mut found, mut before, mut repeated) = (Vec::new(), 0, 0);
    for frame in 0..frames {
        let energies = recording.energies(frame);
        let logits = stream.step(network, &Tensor::<shape![1, 12, 1]>::from_fn(|[_, band, _]| energies[band]))?;
        let word = largest(logits.as_slice());
        repeated = if word == before { repeated + 1 } else { 1 };
        before = word;
        // Three equal frames in a row are a word.
        if repeated == 3 && word > 0 {
            found.push((word, frame));
        }
    }
    let is_said = |&(word, at): &(usize, usize)| {
        said.iter().any(|&(other, start, end)| word == other && (start..end + 4).contains(&at))
    };
    let right = said.iter().filter(|&&(word, start, end)| {
        found.iter().any(|&(other, at)| word == other && (start..end + 4).contains(&at))
    });
    for &(word, frame) in found.iter().take(5) {
        println!("{:5.2} s: {}", (frame * FRAME) as f32 / RATE, NAMES[word]);
    }
    println!("..\n");

    println!("words heard in a minute: {} of {}", right.count(), said.len());
    println!("false alarms: {}", found.iter().filter(|word| !is_said(word)).count());
    println!("bytes of the stream: {}", Keywords::STREAM_BYTES);
    println!("frames with the right word: {:.3}", accuracy(in_floats.as_slice(), targets));
    println!("with convolutions in 8-bit integers: {:.3}", accuracy(&in_integers, targets));
    assert_eq!(<Keywords as Streaming<_>>::CAPACITY, None, "a stream hears as long as there is sound");
    Ok(())
}
