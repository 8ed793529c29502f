//! The wholesaler's brand: proposed, looked at, saved. A proposal lives in the address of its preview alone; what was
//! uploaded for it goes by itself if nobody saves it.

pub mod pages;
#[cfg(test)]
mod tests;
pub mod view;

use crate::access::{Staff, StaffRole};
use crate::app::App;
use crate::platform::activity::{self, Deed};
use crate::platform::brand::{self, Brand, FONT_BYTES_MAX, LOGO_SIDE, is_woff2};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::files::{self, NewFile};
use crate::platform::pictures::stem;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings::{self, Setting, SettingValue};
use crate::platform::web::brand::{Density, Oklch, nearest};
use serde::Deserialize;

/// A brand as it is typed or stands in an address.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Proposal {
    /// `#rrggbb`, or blank for ours.
    pub colour: String,
    /// A number of pixels.
    pub corner: String,
    /// `compact`, `normal` or `roomy`.
    pub density: String,
    /// File name of the logo, or blank.
    pub logo: String,
    /// File name of the font, or blank.
    pub font: String,
}

impl From<&Brand> for Proposal {
    fn from(brand: &Brand) -> Proposal {
        Proposal {
            colour: brand.colour.clone(),
            corner: brand.corner.to_string(),
            density: brand.density.write(),
            logo: brand.logo.clone(),
            font: brand.font.clone(),
        }
    }
}

impl Proposal {
    /// As it stands in an address.
    #[must_use]
    pub fn query(&self) -> String {
        serde_urlencoded::to_string([
            ("colour", &self.colour),
            ("corner", &self.corner),
            ("density", &self.density),
            ("logo", &self.logo),
            ("font", &self.font),
        ])
        .unwrap_or_default()
    }
}

/// What is wrong with a proposal's colour, with the nearest that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// `#rrggbb`.
    pub nearest: String,
}

/// The brand that a proposal means. Pure.
///
/// # Errors
/// What is no value, at its field; with the nearest colour, where the one typed cannot be read upon.
pub fn check(proposal: &Proposal) -> Result<Brand, (Vec<FieldProblem>, Option<Unfit>)> {
    let mut faults = Vec::new();
    let mut unfit = None;
    let colour = proposal.colour.trim().to_ascii_lowercase();
    match Oklch::from_hex(&colour) {
        _ if colour.is_empty() => {}
        None => faults.push(FieldProblem::new("colour", "invalid", Text::plain("brand-no-colour"))),
        Some(typed) => {
            let fits = nearest(typed);
            if fits != colour {
                let text = Text::plain("brand-colour-unfit").with("nearest", &fits);
                faults.push(FieldProblem::new("colour", "unfit", text));
                unfit = Some(Unfit { nearest: fits });
            }
        }
    }
    let corner = proposal.corner.trim().parse::<i64>().ok().filter(|px| (0..=10).contains(px));
    if corner.is_none() {
        faults.push(FieldProblem::new("corner", "invalid", Text::plain("brand-no-corner")));
    }
    let density = Density::read(&proposal.density);
    if density.is_none() {
        faults.push(FieldProblem::new("density", "invalid", Text::plain("setting-no-value")));
    }
    match (corner, density) {
        (Some(corner), Some(density)) if faults.is_empty() => Ok(Brand {
            colour,
            corner,
            density,
            logo: proposal.logo.clone(),
            font: proposal.font.clone(),
        }),
        _ => Err((faults, unfit)),
    }
}

/// Whether logo and font of a brand are files of that kind that were uploaded here; 404 otherwise.
///
/// # Errors
/// 404; what the database says.
pub fn known(view: &mut View, brand: &Brand) -> Result<(), AppError> {
    let logo = brand.logo.is_empty()
        || files::is_kept(view, &brand.logo, "image/jpeg")?
        || files::is_kept(view, &brand.logo, "image/webp")?;
    let font = brand.font.is_empty() || files::is_kept(view, &brand.font, "font/woff2")?;
    if logo && font { Ok(()) } else { Err(Problem::not_found().into()) }
}

/// Saves the brand for everybody.
///
/// # Errors
/// Only owners may; files that are none of ours.
pub fn save(tx: &mut Tx, staff: &Staff, brand: &Brand) -> Result<(), AppError> {
    if staff.role < StaffRole::Owner {
        return Err(Problem::not_allowed().into());
    }
    known(tx, brand)?;
    let before = brand::read(tx)?;
    let by = Some(staff.login.id);
    let text = |setting: &Setting<String>, value: &String| (setting.key, value.clone());
    let values = [
        text(&brand::COLOUR, &brand.colour),
        (brand::CORNER.key, brand.corner.to_string()),
        (brand::DENSITY.key, brand.density.write()),
        text(&brand::LOGO, &brand.logo),
        text(&brand::FONT, &brand.font),
    ];
    for (key, value) in &values {
        settings::set_by(tx, by, key, value)?;
    }
    let named = |all: [&String; 2]| -> Vec<String> {
        all.into_iter().filter(|name| !name.is_empty()).cloned().collect()
    };
    let now = named([&brand.logo, &brand.font]);
    let mut gone = named([&before.logo, &before.font]);
    gone.retain(|name| !now.contains(name));
    files::release(tx, &gone)?;
    files::take_up(tx, &now)?;
    let facts =
        serde_json::json!({ "logo": !brand.logo.is_empty(), "font": !brand.font.is_empty() });
    let deed = Deed {
        login_id: by,
        customer_id: None,
        verb: "brand_changed",
        object: "brand",
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

/// Makes a logo of what was uploaded and keeps it until somebody saves it; its file name.
///
/// # Errors
/// Why it is no picture.
pub async fn keep_logo(app: &App, bytes: Vec<u8>) -> Result<Result<String, Text>, AppError> {
    let mut made = match app.darkroom.make(bytes, vec![LOGO_SIDE]).await? {
        Ok(made) => made,
        Err(why) => return Ok(Err(why.text())),
    };
    let made = made.remove(0);
    let name = format!("{}.{}", stem(&app.ids.secret()), made.ending);
    let file = NewFile { name, content_type: made.content_type, bytes: made.bytes };
    Ok(Ok(keep(app, file).await?))
}

/// Keeps a font until somebody saves it; its file name.
///
/// # Errors
/// Why it is none.
pub async fn keep_font(app: &App, bytes: Vec<u8>) -> Result<Result<String, Text>, AppError> {
    if bytes.len() > FONT_BYTES_MAX {
        return Ok(Err(Text::plain("brand-font-large").with("most", FONT_BYTES_MAX / 1024)));
    }
    if !is_woff2(&bytes) {
        return Ok(Err(Text::plain("brand-no-font")));
    }
    let name = format!("{}.woff2", stem(&app.ids.secret()));
    Ok(Ok(keep(app, NewFile { name, content_type: "font/woff2", bytes }).await?))
}

async fn keep(app: &App, file: NewFile) -> Result<String, AppError> {
    let name = file.name.clone();
    let files = [file];
    app.files.put(&files).await?;
    let store = app.files.clone();
    let done = move |tx: &mut Tx| -> Result<(), DbError> {
        files::keep(tx, &store, &files)?;
        files::release(tx, &[files[0].name.clone()])
    };
    app.db.write(done).await?;
    Ok(name)
}
