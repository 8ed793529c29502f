//! `cargo xtask guards`: each guard against a race is taken out of a copy of the code, and the race or the test that it
//! stands against must then be lost. One that is won without its guard proves nothing.

mod list;

use crate::postgres;
use crate::program::Kind;
use crate::race::{self, Lost};
use crate::shell::{self, cargo};
use anyhow::{Context, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Rounds of the races for money: without its guard the first few are lost.
const RACE_ROUNDS: usize = 20;

/// A guard, and what is lost without it.
struct Guard {
    /// What it is.
    name: &'static str,
    /// What is lost.
    loses: Loses,
    /// The code without it.
    edits: &'static [Edit],
}

/// What is lost without a guard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Loses {
    /// A race over HTTP, by its name in `race`, on these databases: a lock is of no use where there is one writer only.
    Race(&'static str, &'static [Kind]),
    /// One at least of the tests whose name contains this.
    Test(&'static str),
}

impl Loses {
    fn name(self) -> &'static str {
        match self {
            Loses::Race(name, _) | Loses::Test(name) => name,
        }
    }
}

/// One place of the code changed.
struct Edit {
    file: &'static str,
    with: &'static str,
    without: &'static str,
}

/// Takes out all guards, or those with one of these words in their name or in that of what is lost, one after the other.
///
/// # Errors
/// A guard that is not where the list says, does not compile without, or is not missed; a race or test that is lost with
/// all guards in place.
pub fn run(only: &[String]) -> anyhow::Result<()> {
    let asked = |guard: &&Guard| {
        let named =
            |word: &String| guard.name.contains(&**word) || guard.loses.name().contains(&**word);
        only.is_empty() || only.iter().any(named)
    };
    let guards: Vec<&Guard> = list::GUARDS.iter().filter(asked).collect();
    ensure!(!guards.is_empty(), "no guard is called {only:?}");
    let copy = Copy::made()?;
    won_with_all(&copy, &guards)?;
    let mut not_missed = Vec::new();
    for guard in guards {
        println!("\n--- without: {}", guard.name);
        copy.without(guard)?;
        if !missed(&copy, guard).with_context(|| format!("without {}", guard.name))? {
            println!("  NOT MISSED: {} is won", guard.loses.name());
            not_missed.push(guard.name);
        }
        copy.restored(guard)?;
    }
    ensure!(not_missed.is_empty(), "not missed: {}", not_missed.join("; "));
    println!("\ncargo xtask guards: each was missed");
    Ok(())
}

/// Whether something is lost without this guard, wherever the list says so.
fn missed(copy: &Copy, guard: &Guard) -> anyhow::Result<bool> {
    match guard.loses {
        Loses::Race(race, kinds) => {
            let program = copy.built()?;
            for kind in kinds {
                if !lost(&program, *kind, race)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Loses::Test(test) => {
            copy.tests_built()?;
            let passed = copy.tested(test)?;
            if !passed {
                println!("  failed, as it must: {test}");
            }
            Ok(!passed)
        }
    }
}

/// With all guards in place nothing is lost.
fn won_with_all(copy: &Copy, guards: &[&Guard]) -> anyhow::Result<()> {
    let mut all: Vec<Loses> = guards.iter().map(|guard| guard.loses).collect();
    all.sort_unstable();
    all.dedup_by_key(|loses| loses.name());
    println!("--- with all guards");
    let program = copy.built()?;
    for loses in all {
        match loses {
            Loses::Race(race, _) => {
                for kind in [Kind::Sqlite, Kind::Postgres] {
                    race::on(&program, kind, (&[race.to_owned()], RACE_ROUNDS))?;
                }
            }
            Loses::Test(test) => {
                copy.tests_built()?;
                ensure!(copy.tested(test)?, "{test} fails with all guards in place");
                println!("  passed: {test}");
            }
        }
    }
    Ok(())
}

fn lost(program: &Path, kind: Kind, race: &str) -> anyhow::Result<bool> {
    let Err(error) = race::on(program, kind, (&[race.to_owned()], RACE_ROUNDS)) else {
        return Ok(false);
    };
    let how: String = error.downcast::<Lost>()?.to_string().chars().take(240).collect();
    println!("  lost, as it must be: {how}");
    Ok(true)
}

/// A copy of the code as it stands in the work tree, with a target folder of its own.
struct Copy {
    folder: PathBuf,
}

fn target() -> PathBuf {
    shell::root().join("target/guards/target")
}

impl Copy {
    fn made() -> anyhow::Result<Copy> {
        let (root, folder) = (shell::root(), shell::root().join("target/guards/code"));
        let mut list = Command::new("git");
        list.current_dir(&root).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        for name in shell::output(&mut list)?.lines() {
            let (from, to) = (root.join(name), folder.join(name));
            if !from.exists() {
                continue;
            }
            let text = std::fs::read(&from)?;
            // What is as it was is not touched, so that it is not built again.
            if std::fs::read(&to).ok().as_deref() != Some(&text) {
                std::fs::create_dir_all(to.parent().context("a file without a folder")?)?;
                std::fs::write(&to, text)?;
            }
        }
        Ok(Copy { folder })
    }

    // The whole workspace: one crate alone has other features of its dependencies, and would build them all anew.
    fn built(&self) -> anyhow::Result<PathBuf> {
        self.cargo(&["build", "--quiet", "--locked", "--workspace", "--bins"])?;
        Ok(target().join("debug/portico"))
    }

    fn tests_built(&self) -> anyhow::Result<()> {
        self.cargo(&["nextest", "run", "--no-run", "--locked", "--workspace"])
    }

    /// Whether the tests with this in their name pass.
    fn tested(&self, test: &str) -> anyhow::Result<bool> {
        let server = postgres::ensure()?;
        let status = cargo()
            .current_dir(&self.folder)
            .args(["nextest", "run", "--no-fail-fast", "--locked", "--workspace", test])
            .env("CARGO_TARGET_DIR", target())
            .env("PORTICO_TEST_POSTGRES", server)
            .stderr(Stdio::null())
            .status()?;
        Ok(status.success())
    }

    /// What is printed is left out: without its guard some code has no use.
    fn cargo(&self, words: &[&str]) -> anyhow::Result<()> {
        let mut command = cargo();
        command.current_dir(&self.folder).args(words).env("CARGO_TARGET_DIR", target());
        shell::run(command.stderr(Stdio::null()))
    }

    fn without(&self, guard: &Guard) -> anyhow::Result<()> {
        for edit in guard.edits {
            let path = self.folder.join(edit.file);
            let text = std::fs::read_to_string(&path)?;
            std::fs::write(&path, edit.of(&text)?)?;
        }
        Ok(())
    }

    fn restored(&self, guard: &Guard) -> anyhow::Result<()> {
        for edit in guard.edits {
            std::fs::copy(shell::root().join(edit.file), self.folder.join(edit.file))?;
        }
        Ok(())
    }
}

impl Edit {
    /// The text without the guard.
    fn of(&self, text: &str) -> anyhow::Result<String> {
        let found = text.matches(self.with).count();
        ensure!(found == 1, "{} has {found} times {:?}", self.file, self.with);
        Ok(text.replace(self.with, self.without))
    }
}

#[cfg(test)]
mod tests {
    use super::list::GUARDS;
    use crate::shell;

    #[test]
    fn every_guard_is_where_the_list_says() {
        for edit in GUARDS.iter().flat_map(|guard| guard.edits) {
            let text = std::fs::read_to_string(shell::root().join(edit.file)).unwrap();
            edit.of(&text).unwrap();
        }
    }
}
