//! Random deeds on the same products, one after another and at once: afterwards every line, allocation and stock row is
//! walked by the doctor. The seed stands in every failure.

use super::allocate_tests::{short_of, wish};
use super::ledger::{self, Cause, Move};
use super::queue::{Release, Reprioritise, release, reprioritise};
use super::{Stage, Wish, allocate, cancel, place};
use crate::access::{Buyer, Staff};
use crate::args;
use crate::catalogue::correct_stock::{Change, Wish as Correction, correct};
use crate::catalogue::movements;
use crate::doctor;
use crate::platform::db::{Db, DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SKUS: [&str; 3] = ["R-A", "R-B", "R-C"];

/// Who acts, on what.
#[derive(Clone)]
struct Scene {
    db: Db,
    buyers: [Buyer; 2],
    will: Staff,
    products: [i64; 3],
}

impl Scene {
    async fn of(world: &mut World) -> Scene {
        let mut products = [0; 3];
        for (id, sku) in products.iter_mut().zip(SKUS) {
            *id = short_of(world, sku).await;
        }
        let buyers = [world.buyer("anna@"), world.buyer("bella@")];
        Scene { db: world.db.clone(), buyers, will: world.staff("will@"), products }
    }
}

/// One deed, fully chosen before it runs: a job may run twice.
#[derive(Clone, Debug)]
enum Step {
    Place(usize, Vec<(usize, i64)>, bool),
    Cancel(i64, bool),
    Correct(usize, i64),
    Release(i64),
    Reprioritise(i64, i64),
    Move(i64, Stage, Stage),
}

fn step(rng: &mut ChaCha8Rng) -> Step {
    use Stage::{Allocated, Released, Shipped};
    let any = rng.random_range(0..1_000_000);
    match rng.random_range(0..100) {
        0..30 => {
            let lines = (0..rng.random_range(1..4))
                .map(|_| (rng.random_range(0..3), rng.random_range(1..9)))
                .collect();
            Step::Place(rng.random_range(0..2), lines, rng.random_bool(0.7))
        }
        30..40 => Step::Cancel(any, rng.random_bool(0.5)),
        40..62 => Step::Correct(rng.random_range(0..3), rng.random_range(-4..12)),
        62..70 => Step::Release(any),
        70..78 => Step::Reprioritise(any, rng.random_range(1..10)),
        78..88 => Step::Move(any, Allocated, Released),
        88..92 => Step::Move(any, Released, Allocated),
        _ => Step::Move(any, Released, Shipped),
    }
}

/// The order and line that a number means: the same for the same lines.
fn picked(view: &mut View, any: i64) -> Result<Option<(i64, String, i64, i64)>, DbError> {
    let rows = view.all::<(i64, String, i64, i64)>(
        "select o.id, o.number, l.line, l.id from order_lines l join orders o on o.id = l.order_id
         where l.sku in ('R-A', 'R-B', 'R-C') order by l.id limit 5000",
        args![],
    )?;
    let count = rows.len() as i64;
    Ok(rows.into_iter().nth(usize::try_from(any % count.max(1)).unwrap_or(0)))
}

fn carry_out(tx: &mut Tx, scene: &Scene, step: &Step) -> Result<(), AppError> {
    match step {
        Step::Place(who, lines, parts) => {
            let lines: Vec<_> = lines.iter().map(|(sku, n)| (SKUS[*sku], *n)).collect();
            let wish = Wish { part_deliveries: Some(*parts), ..wish(&lines) };
            place(tx, &scene.buyers[*who], &wish).map(drop)
        }
        Step::Correct(product, by) => came_in(tx, scene, *product, *by),
        Step::Cancel(any, whole) => {
            let Some((_, number, line, _)) = picked(tx, *any)? else { return Ok(()) };
            let lines = if *whole { vec![] } else { vec![line] };
            cancel::cancel(tx, &scene.will, &number, (&lines, "Gone"))
        }
        Step::Release(any) => {
            let Some((_, order, line, _)) = picked(tx, *any)? else { return Ok(()) };
            release(tx, &scene.will, &Release { order, line, reason: "Urgent".to_owned() })
                .map(drop)
        }
        Step::Reprioritise(any, priority) => {
            let Some((_, order, line, _)) = picked(tx, *any)? else { return Ok(()) };
            let (line, priority) = ((any % 3 > 0).then_some(line), *priority);
            let wish = Reprioritise { order, line, priority, reason: "Urgent".to_owned() };
            reprioritise(tx, &scene.will, &wish)
        }
        Step::Move(any, from, to) => {
            let Some((order_id, _, _, line_id)) = picked(tx, *any)? else { return Ok(()) };
            let lines = ledger::lock_with_stock(tx, &[order_id])?;
            let line = lines[&order_id].iter().find(|line| line.line_id == line_id);
            let quantity = line.map_or(0, |line| (line.stages[*from as usize] + 1) / 2);
            if quantity == 0 {
                return Ok(());
            }
            let step = Move { line_id, from: *from, to: *to, quantity };
            let cause = Cause { source: "note:N-1", login_id: None };
            let freed = ledger::apply(tx, &[(order_id, step)], cause)?;
            Ok(allocate::give_on(tx, freed, cause).map(drop)?)
        }
    }
}

/// Stock comes in, or is taken away. Whoever gets of it is first in the queue, and only the last gets a part.
fn came_in(tx: &mut Tx, scene: &Scene, product: usize, by: i64) -> Result<(), AppError> {
    let product_id = scene.products[product];
    let wish = Correction {
        sku: SKUS[product].to_owned(),
        location: "main".to_owned(),
        change: Change::By(by.to_string()),
        reason: "Came in".to_owned(),
        seen: Some(movements::newest(tx, product_id)?),
    };
    let (_, freed) = correct(tx, &scene.will, &wish)?;
    let queue = tx.all::<(i64, i64)>(
        "select id, backordered from order_lines where product_id = $1 and backordered > 0
         order by priority, queue_at, id limit 5000",
        args![product_id],
    )?;
    let cause = Cause { source: "goods_in:G-1", login_id: None };
    let covered = allocate::give_on(tx, freed, cause)?;
    let first = queue.iter().take(covered.lines.len()).map(|(id, _)| *id);
    assert!(first.eq(covered.lines.iter().map(|line| line.line_id)), "the first of the queue");
    let parts = covered.lines.iter().filter(|line| line.lacking > 0).count();
    assert!(parts == 0 || covered.lines.last().is_some_and(|l| parts == 1 && l.lacking > 0));
    Ok(())
}

/// Does it; a refusal is fine, anything else is not.
async fn done(scene: &Scene, step: Step, seed: u64) {
    let of = scene.clone();
    let chosen = step.clone();
    match scene.db.write(move |tx| carry_out(tx, &of, &chosen)).await {
        Ok(()) | Err(AppError::Refused(_)) => {}
        Err(error) => panic!("seed {seed}: {step:?}: {error:?}"),
    }
}

async fn is_sound(world: &World, seed: u64) {
    let found = world.db.report(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "seed {seed}: {}", found.text());
}

in_world!(any_deeds_in_any_order_leave_everything_sound, |world| {
    let scene = Scene::of(&mut world).await;
    for seed in 1..=6 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for count in 0..60 {
            world.clock.advance(rng.random_range(0..3));
            done(&scene, step(&mut rng), seed).await;
            if count % 10 == 9 {
                is_sound(&world, seed).await;
            }
        }
    }
});

in_world!(any_deeds_at_once_leave_everything_sound, |world| {
    let scene = Scene::of(&mut world).await;
    for seed in 101..=104 {
        race(6, |one| {
            let scene = scene.clone();
            async move {
                let mut rng = ChaCha8Rng::seed_from_u64(seed * 1_000 + one as u64);
                for _ in 0..15 {
                    done(&scene, step(&mut rng), seed).await;
                }
            }
        })
        .await;
        is_sound(&world, seed).await;
    }
});
