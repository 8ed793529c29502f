//! Several products changed at once: what is wished for is written down with the products as they were seen, looked at,
//! and then done to exactly these, in one transaction. A product that somebody else changed meanwhile is left as it is.

mod carry_out;
mod plan;
mod store;
#[cfg(test)]
mod tests;

pub use carry_out::carry_out;
pub use plan::{Chosen, choose, plan};
pub use store::{Batch, Line, Of, get, of};

use super::product_sections::STATES;
use super::tags;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use sha2::{Digest, Sha256};

/// The most products that are changed at once; [`Refusal`] tells it.
pub const MOST: usize = 1_000;
/// Longest category and brand, in characters.
const NAME_LONGEST: usize = 100;

/// What is to become of a category or brand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Becomes {
    /// It stays.
    #[default]
    AsItIs,
    /// It is taken away.
    Nothing,
    /// It is this.
    This(String),
}

impl Becomes {
    /// As stored: none stays, empty takes away.
    fn kept(&self) -> Option<&str> {
        match self {
            Becomes::AsItIs => None,
            Becomes::Nothing => Some(""),
            Becomes::This(name) => Some(name),
        }
    }

    fn of_kept(kept: Option<String>) -> Becomes {
        match kept {
            None => Becomes::AsItIs,
            Some(name) if name.is_empty() => Becomes::Nothing,
            Some(name) => Becomes::This(name),
        }
    }

    fn of(&self, now: &Option<String>) -> Option<String> {
        match self {
            Becomes::AsItIs => now.clone(),
            Becomes::Nothing => None,
            Becomes::This(name) => Some(name.clone()),
        }
    }
}

/// What is to be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The category.
    pub category: Becomes,
    /// The brand.
    pub brand: Becomes,
    /// The state; none: it stays.
    pub state: Option<String>,
    /// Tags that each of them gets.
    pub added: Vec<String>,
    /// Tags that none of them keeps.
    pub removed: Vec<String>,
}

impl Wish {
    /// Whether nothing is wished for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Wish::default()
    }

    /// Whether it is about more than tags: what an ERP owns of a product.
    #[must_use]
    pub fn is_about_fields(&self) -> bool {
        Wish { added: Vec::new(), removed: Vec::new(), ..self.clone() } != Wish::default()
    }

    /// These fields as they become. Pure.
    #[must_use]
    pub fn of(&self, now: &Fields) -> Fields {
        let stays = |tag: &&String| !tags::contains(&self.removed, tag);
        let mut kept: Vec<String> = now.tags.iter().filter(stays).cloned().collect();
        for tag in &self.added {
            if !tags::contains(&kept, tag) {
                kept.push(tag.clone());
            }
        }
        kept.sort_by_key(|tag| super::brand_key(tag));
        Fields {
            category: self.category.of(&now.category),
            brand: self.brand.of(&now.brand),
            state: self.state.clone().unwrap_or_else(|| now.state.clone()),
            tags: kept,
        }
    }
}

/// The fields of a product that a batch is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Its category.
    pub category: Option<String>,
    /// Its brand.
    pub brand: Option<String>,
    /// Its state.
    pub state: String,
    /// Names of its tags, in order.
    pub tags: Vec<String>,
}

impl Fields {
    /// What stands in them, in short: a line says by it what was looked at.
    fn seen(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let tags = self.tags.join("\n");
        let mut hash = Sha256::new();
        for value in [&text(&self.category), &text(&self.brand), &self.state, &tags] {
            hash.update(value);
            hash.update([0]);
        }
        hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// How it is with a product of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It changes, or was changed.
    Changes,
    /// It is so already.
    Same,
    /// Somebody changed it since it was looked at: it stays as it is.
    Meanwhile,
    /// An ERP owns these fields: it stays as it is.
    Owned,
}

impl Verdict {
    /// All of them, in the order they are told.
    pub const ALL: [Verdict; 4] =
        [Verdict::Changes, Verdict::Same, Verdict::Meanwhile, Verdict::Owned];

    /// As stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Changes => "changes",
            Verdict::Same => "same",
            Verdict::Meanwhile => "meanwhile",
            Verdict::Owned => "owned",
        }
    }

    fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// How it is with a product: as it was seen, as it is, whether an ERP owns it. Pure.
#[must_use]
pub fn check(wish: &Wish, seen: &str, now: &Fields, owned: bool) -> Verdict {
    match now {
        _ if owned && wish.is_about_fields() => Verdict::Owned,
        now if now.seen() != seen => Verdict::Meanwhile,
        now if wish.of(now) == *now => Verdict::Same,
        _ => Verdict::Changes,
    }
}

/// Why several products are not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such batch.
    NotFound,
    /// No product is ticked, or fits.
    NoProduct,
    /// More fit than are changed at once.
    TooMany,
    /// It does not say what to change.
    NothingToDo,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let told = |key| Problem::new(422, "invalid", Text::plain(key).with("most", "1,000"));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NoProduct => told("batch-no-product"),
            Refusal::TooMany => told("batch-too-many"),
            Refusal::NothingToDo => told("batch-nothing-to-do"),
        }
        .into()
    }
}

/// Reads what was typed. Pure.
///
/// # Errors
/// [`Refusal::NothingToDo`], or 422 with every field that is wrong.
pub fn read(typed: &[(String, String)]) -> Result<Wish, AppError> {
    let of = |name: &str| typed.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim());
    let mut faults = Vec::new();
    let mut wrong = |name: &str, text: Text| faults.push(FieldProblem::new(name, "invalid", text));
    let mut becomes = |name: &'static str, clear: &'static str| {
        let text = of(name);
        if text.chars().count() > NAME_LONGEST {
            wrong(name, Text::plain("field-too-long").with("most", NAME_LONGEST));
        } else if text.chars().any(char::is_control) {
            wrong(name, Text::plain("product-one-line"));
        } else if !text.is_empty() && of(clear) == "yes" {
            wrong(name, Text::plain("batch-set-or-clear"));
        }
        match (text, of(clear)) {
            ("", "yes") => Becomes::Nothing,
            ("", _) => Becomes::AsItIs,
            (text, _) => Becomes::This(text.to_owned()),
        }
    };
    let category = match becomes("new_category", "no_category") {
        Becomes::This(path) => super::category_steps(&path).pop().map_or(
            Becomes::AsItIs, // Nothing but marks.
            Becomes::This,
        ),
        other => other,
    };
    let brand = becomes("new_brand", "no_brand");
    let (added, removed) = (tags::read(of("add_tags")), tags::read(of("remove_tags")));
    for (name, tags) in [("add_tags", &added), ("remove_tags", &removed)] {
        if let Some(long) = tags::unfit(tags) {
            wrong(name, Text::plain("tag-unfit").with("tag", long).with("most", tags::LONGEST));
        }
    }
    if let Some(both) = added.iter().find(|tag| tags::contains(&removed, tag)) {
        wrong("remove_tags", Text::plain("batch-tag-twice").with("tag", both));
    }
    let state = Some(of("new_state")).filter(|state| !state.is_empty());
    if state.is_some_and(|state| !STATES.contains(&state)) {
        wrong("new_state", Text::plain("product-no-choice"));
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let wish = Wish { category, brand, state: state.map(str::to_owned), added, removed };
    if wish.is_empty() { Err(Refusal::NothingToDo.into()) } else { Ok(wish) }
}
