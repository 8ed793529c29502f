//! Driving the load: some connections, each asking the next thing as soon as it has its answer.

use super::field::Field;
use super::kinds::{Clients, KINDS, Kind};
use super::report::{Mixed, Share};
use super::{Options, random};
use crate::random::Random;
use anyhow::bail;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A run ends at its time or at this many requests, whichever comes first.
const REQUESTS_MAX: usize = 400_000;

/// How long each answer took, by the name of its kind.
type Took = BTreeMap<&'static str, Vec<Duration>>;

/// One kind only.
pub fn alone(
    field: &Field,
    kind: &'static Kind,
    options: &Options,
    time: Duration,
) -> anyhow::Result<Vec<Duration>> {
    let mut took = drive(field, options, time, |_| kind)?;
    Ok(took.remove(kind.name).unwrap_or_default())
}

/// All kinds in their shares.
pub fn mixed(field: &Field, options: &Options) -> anyhow::Result<Mixed> {
    let sum: usize = KINDS.iter().map(|kind| kind.share).sum();
    let draw = |random: &mut Random| {
        let mut left = random.below(sum);
        KINDS
            .iter()
            .find(|kind| {
                let here = left < kind.share;
                left = left.saturating_sub(kind.share);
                here
            })
            .unwrap_or(&KINDS[0])
    };
    let time = Duration::from_secs(options.seconds * 2);
    let start = Instant::now();
    let took = drive(field, options, time, draw)?;
    let seconds = start.elapsed().as_secs_f64();
    let requests: usize = took.values().map(Vec::len).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
    let per_second = requests as f64 / seconds;
    Ok(Mixed {
        per_second,
        shares: took.into_iter().map(|(name, took)| Share { name, took }).collect(),
    })
}

fn drive(
    field: &Field,
    options: &Options,
    time: Duration,
    draw: impl Fn(&mut Random) -> &'static Kind + Sync,
) -> anyhow::Result<Took> {
    let end = Instant::now() + time;
    std::thread::scope(|scope| {
        let connections: Vec<_> = (0..options.connections)
            .map(|at| {
                let (draw, share) = (&draw, REQUESTS_MAX / options.connections);
                let address = field.addresses[at % field.addresses.len()];
                let clients = Clients::new(address);
                scope.spawn(move || {
                    connection(field, clients, random(options, at), end, share, draw)
                })
            })
            .collect();
        let mut all = Took::new();
        for connection in connections {
            let took = connection.join().unwrap_or_else(|_| bail!("a connection panicked"))?;
            for (name, mut times) in took {
                all.entry(name).or_default().append(&mut times);
            }
        }
        Ok(all)
    })
}

/// A connection acts for another person with each request, as a proxy's would.
fn connection(
    field: &Field,
    mut clients: Clients,
    mut random: Random,
    end: Instant,
    requests_max: usize,
    draw: &(impl Fn(&mut Random) -> &'static Kind + Sync),
) -> anyhow::Result<Took> {
    let mut took = Took::new();
    for _ in 0..requests_max {
        if Instant::now() >= end {
            break;
        }
        let kind = draw(&mut random);
        let person = random.pick(&field.people);
        clients.become_person(person);
        let start = Instant::now();
        (kind.deed)(field, person, &mut random, &mut clients)?;
        took.entry(kind.name).or_default().push(start.elapsed());
    }
    Ok(took)
}
