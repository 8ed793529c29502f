//! The forms of a customer's details and terms, as HTML; and what every such form begins with.

use crate::customers::change::{Details, LINE_LONGEST, NUMBER_LONGEST, REFERENCE_LONGEST, Terms};
use crate::customers::sheet::Sheet;
use crate::platform::problem::{FieldProblem, Text};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, tick};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Country;

/// What every form carries, and why it was not taken.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// What forms carry.
    pub csrf: &'a str,
    /// The version it was opened with.
    pub version: i64,
    /// What is wrong as a whole.
    pub problem: Option<&'a Text>,
    /// What is wrong, field by field.
    pub faults: &'a [FieldProblem],
}

impl Form<'_> {
    /// Why a field was not taken.
    #[must_use]
    pub fn fault(&self, words: &Language, name: &str) -> String {
        let fault = self.faults.iter().find(|fault| fault.field == name);
        fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
    }

    /// A field of one line.
    #[must_use]
    pub fn line(&self, words: &Language, line: Line<'_>) -> Markup {
        let error = self.fault(words, line.name);
        field(Field {
            name: line.name,
            label: words.say(line.label),
            value: line.value,
            error: &error,
            hint: if line.hint.is_empty() { "" } else { words.say(line.hint) },
            need: if line.required { "" } else { words.say("logins-optional") },
            required: line.required,
            longest: line.longest,
            kind: line.kind,
            list: line.list,
            autocomplete: line.autocomplete,
            ..Field::default()
        })
    }

    /// A list to choose from: value and words.
    #[must_use]
    pub fn choose(
        &self,
        words: &Language,
        (name, label): (&str, &str),
        all: &[(&str, &str)],
        chosen: &str,
    ) -> Markup {
        let error = self.fault(words, name);
        let choices: Vec<Choice<'_>> = all
            .iter()
            .map(|(value, label)| Choice {
                value,
                label,
                chosen: *value == chosen,
                ..Choice::default()
            })
            .collect();
        let base = Field { name, label: words.say(label), error: &error, ..Field::default() };
        select(base, &choices)
    }

    /// The whole form, with what is wrong above it and its button below.
    #[must_use]
    pub fn around(&self, words: &Language, action: &str, button: &str, fields: Markup) -> Markup {
        html! {
            @if let Some(problem) = self.problem { (flash(&Flash::new(FlashKind::Refused, words.sentence(problem)))) }
            form.form method="post" action=(action) {
                (csrf(self.csrf))
                input type="hidden" name="version" value=(self.version);
                (fields)
                button.button.main type="submit" { (words.say(button)) }
            }
        }
    }
}

/// A field of one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line<'a> {
    /// Its name.
    pub name: &'a str,
    /// Key of the words above.
    pub label: &'a str,
    /// What is in it.
    pub value: &'a str,
    /// Key of the words beneath; may be empty.
    pub hint: &'a str,
    /// Whether it must be filled in.
    pub required: bool,
    /// Most characters.
    pub longest: usize,
    /// Kind of input.
    pub kind: &'a str,
    /// Id of the `<datalist>` of what is offered; may be empty.
    pub list: &'a str,
    /// What browsers may fill in; may be empty.
    pub autocomplete: &'a str,
}

/// Head of a form's page, with the way back to the customer.
#[must_use]
pub fn head(words: &Language, sheet: &Sheet, heading: &str) -> Markup {
    let href = format!("/staff/customers/{}", path_segment(&sheet.number));
    let crumbs =
        [(words.say("customers-title"), "/staff/customers"), (sheet.name.as_str(), href.as_str())];
    title(Head {
        crumbs: &crumbs,
        crumbs_label: words.say("crumbs-label"),
        title: words.say(heading),
        ..Head::default()
    })
}

/// Every country, to choose from.
#[must_use]
pub fn countries(words: &Language, form: &Form<'_>, chosen: &str) -> Markup {
    let all = Country::all();
    let all: Vec<(&str, &str)> = all.iter().map(|c| (c.code(), c.name())).collect();
    form.choose(words, ("country", "customer-country"), &all, &chosen.to_uppercase())
}

fn details_fields(words: &Language, form: &Form<'_>, typed: &Details) -> Markup {
    let treatments = ["normal", "reverse_charge", "export"];
    let treatments = treatments.map(|code| (code, words.say(treatment_key(code))));
    let line =
        |name, label, value| Line { name, label, value, longest: LINE_LONGEST, ..Line::default() };
    let languages = [("en", words.say("customer-language-en"))];
    let kept = [(typed.language.as_str(), typed.language.as_str())];
    let known = typed.language.is_empty() || typed.language == "en";
    html! {
        (form.line(words, Line { required: true, ..line("name", "customer-name", &typed.name) }))
        (countries(words, form, &typed.country))
        (form.choose(words, ("language", "customer-language"), if known { &languages } else { &kept }, &typed.language))
        (form.line(words, line("vat_number", "customer-vat-number", &typed.vat_number)))
        (form.choose(words, ("vat_treatment", "customer-vat-treatment"), &treatments, &typed.vat_treatment))
    }
}

/// Key of a VAT treatment's words.
#[must_use]
pub fn treatment_key(code: &str) -> &'static str {
    match code {
        "reverse_charge" => "customer-vat-reverse",
        "export" => "customer-vat-export",
        _ => "customer-vat-normal",
    }
}

/// The page for a new customer.
#[must_use]
pub fn new(words: &Language, form: &Form<'_>, number: &str, typed: &Details) -> Markup {
    let crumbs = [(words.say("customers-title"), "/staff/customers")];
    let fields = html! {
        (form.line(words, Line { name: "number", label: "customer-number", value: number, hint: "customer-number-hint", longest: NUMBER_LONGEST, ..Line::default() }))
        (details_fields(words, form, typed))
    };
    html! {
        (title(Head { crumbs: &crumbs, crumbs_label: words.say("crumbs-label"), title: words.say("customer-new"), ..Head::default() }))
        (form.around(words, "/staff/customers", "customer-make", fields))
    }
}

/// The page of a customer's details.
#[must_use]
pub fn details(words: &Language, form: &Form<'_>, sheet: &Sheet, typed: &Details) -> Markup {
    let action = format!("/staff/customers/{}/details", path_segment(&sheet.number));
    let line =
        |name, label, value| Line { name, label, value, longest: LINE_LONGEST, ..Line::default() };
    let fields = html! {
        (details_fields(words, form, typed))
        (form.line(words, Line { name: "invoiced_to", label: "customer-invoiced-to", value: &typed.invoiced_to, hint: "customer-invoiced-to-hint", longest: NUMBER_LONGEST, ..Line::default() }))
        (form.line(words, Line { hint: "customer-registration-hint", ..line("registration", "customer-registration", &typed.registration) }))
        (form.line(words, Line { hint: "customer-endpoint-hint", ..line("endpoint", "customer-endpoint", &typed.endpoint) }))
        (form.line(words, Line { hint: "customer-buyer-reference-hint", longest: REFERENCE_LONGEST, ..line("buyer_reference", "customer-buyer-reference", &typed.buyer_reference) }))
    };
    html! {
        (head(words, sheet, "customer-details"))
        (form.around(words, &action, "customer-save", fields))
    }
}

/// What the page of terms shows.
pub struct TermsPage<'a> {
    /// The customer.
    pub sheet: &'a Sheet,
    /// What was typed.
    pub typed: &'a Terms,
    /// Codes and names of assortments.
    pub assortments: &'a [(String, String)],
    /// Whether the currency can change no more.
    pub currency_used: bool,
}

/// The page of a customer's terms.
#[must_use]
pub fn terms(words: &Language, form: &Form<'_>, page: &TermsPage<'_>) -> Markup {
    let (sheet, typed) = (page.sheet, page.typed);
    let action = format!("/staff/customers/{}/terms", path_segment(&sheet.number));
    let line = |name, label, value| Line { name, label, value, longest: 30, ..Line::default() };
    let every = [("", words.say("customer-every-product"))];
    let assortments: Vec<(&str, &str)> = every
        .into_iter()
        .chain(page.assortments.iter().map(|(code, name)| (code.as_str(), name.as_str())))
        .collect();
    let prices = ["net", "gross", "hidden"].map(|code| (code, words.say(prices_key(code))));
    let stock = ["", "number", "capped", "indicator", "none"]
        .map(|code| (code, words.say(stock_key(code))));
    let own = html! {
        (form.line(words, Line { hint: "customer-maximum-hint", ..line("maximum_order", "customer-maximum", &typed.maximum_order) }))
        (form.line(words, Line { hint: "customer-approvals-hint", ..line("approvals_needed", "customer-approvals", &typed.approvals_needed) }))
        div.field { (tick("pays_online", "yes", words.say("customer-pays-online"), typed.pays_online == "yes")) }
    };
    if let Some(erp) = sheet.kept_by() {
        return html! {
            (head(words, sheet, "customer-terms"))
            (flash(&Flash::new(FlashKind::Info, words.fill("customer-terms-kept-by", &[("erp", erp)]))))
            (form.around(words, &action, "customer-save", own))
        };
    }
    let fields = html! {
        (form.line(words, Line { required: true, ..line("payment_days", "customer-payment-days", &typed.payment_days) }))
        div.field { (tick("payment_end_of_month", "yes", words.say("customer-end-of-month"), typed.payment_end_of_month == "yes")) }
        (form.line(words, Line { hint: "customer-credit-limit-hint", ..line("credit_limit", "customer-credit-limit", &typed.credit_limit) }))
        (form.line(words, Line { required: true, hint: "customer-discount-hint", ..line("discount", "customer-discount", &typed.discount) }))
        (form.line(words, Line { hint: "customer-minimum-hint", ..line("minimum_order", "customer-minimum", &typed.minimum_order) }))
        (own)
        (form.choose(words, ("assortment", "customer-assortment"), &assortments, &typed.assortment))
        @if page.currency_used {
            input type="hidden" name="currency" value=(sheet.currency);
            p.field.hint { (words.fill("customer-currency-fixed", &[("currency", &sheet.currency)])) }
        } @else {
            (form.line(words, Line { required: true, ..line("currency", "customer-currency", &typed.currency) }))
        }
        (form.choose(words, ("prices_shown", "customer-prices-shown"), &prices, &typed.prices_shown))
        (form.choose(words, ("stock_shown", "customer-stock-shown"), &stock, &typed.stock_shown))
        div.field { (tick("part_deliveries", "yes", words.say("customer-part-deliveries"), typed.part_deliveries == "yes")) }
        div.field { (tick("on_hold", "yes", words.say("customer-on-hold"), typed.on_hold == "yes")) }
    };
    html! {
        (head(words, sheet, "customer-terms"))
        (form.around(words, &action, "customer-save", fields))
    }
}

/// Key of the words of how prices are shown.
#[must_use]
pub fn prices_key(code: &str) -> &'static str {
    match code {
        "gross" => "customer-prices-gross",
        "hidden" => "customer-prices-hidden",
        _ => "customer-prices-net",
    }
}

/// Key of the words of how stock is shown.
#[must_use]
pub fn stock_key(code: &str) -> &'static str {
    match code {
        "number" => "setting-value-number",
        "capped" => "setting-value-capped",
        "indicator" => "setting-value-indicator",
        "none" => "setting-value-none",
        _ => "customer-as-setting",
    }
}
