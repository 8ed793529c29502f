//! Families of made-up products: what they are, who makes them, what they may cost, and the words their names are made of.

/// Products of one kind.
pub(crate) struct Family {
    /// Shape of the picture.
    pub(crate) shape: &'static str,
    /// Two letters before the number in the code.
    pub(crate) code: &'static str,
    /// Category.
    pub(crate) category: &'static str,
    /// What it is, in one to three words.
    pub(crate) nouns: &'static [&'static str],
    /// What it is made of, or how.
    pub(crate) kinds: &'static [&'static str],
    /// Sizes; a single empty one where there are none.
    pub(crate) sizes: &'static [&'static str],
    /// Makers.
    pub(crate) brands: &'static [&'static str],
    /// Least and greatest price in pounds that is believable.
    pub(crate) price: (f64, f64),
    /// Packs it comes in.
    pub(crate) packs: &'static [i64],
    /// What it is made of, for the facts.
    pub(crate) material: &'static str,
}

const NO_SIZE: &[&str] = &[""];

macro_rules! family {
    ($shape:literal $code:literal $category:literal, $nouns:expr, $kinds:expr, $sizes:expr, $brands:expr, $price:expr, $packs:expr, $material:literal) => {
        Family {
            shape: $shape,
            code: $code,
            category: $category,
            nouns: &$nouns,
            kinds: &$kinds,
            sizes: $sizes,
            brands: &$brands,
            price: $price,
            packs: &$packs,
            material: $material,
        }
    };
}

/// All families.
#[rustfmt::skip]
pub(crate) const FAMILIES: [Family; 32] = [
    family!("mug" "MG" "Tableware", ["mug", "coffee mug", "latte mug"], ["stoneware", "enamel", "porcelain", "hand-thrown"], &["250 ml", "350 ml", "450 ml"], ["Harrow Pottery", "Tolland Enamel", "Fenwick Clay"], (1.4, 12.0), [1, 4, 6, 12], "Stoneware"),
    family!("cup" "CP" "Tableware", ["cup and saucer", "espresso cup", "teacup"], ["porcelain", "stoneware", "bone china"], &["90 ml", "180 ml", "240 ml"], ["Harrow Pottery", "Fenwick Clay"], (1.6, 14.0), [1, 2, 4, 6], "Porcelain"),
    family!("teapot" "TP" "Tableware", ["teapot", "kettle", "coffee pot"], ["cast-iron", "stoneware", "enamel", "glazed"], &["0.6 l", "0.8 l", "1.2 l"], ["Kuroda", "Tolland Enamel", "Fenwick Clay"], (6.0, 45.0), [1, 1, 2], "Cast iron"),
    family!("plate" "PL" "Tableware", ["side plate", "dinner plate", "cake stand", "pasta plate"], ["stoneware", "enamel", "rimmed", "speckled"], &["18 cm", "23 cm", "27 cm"], ["Harrow Pottery", "Tolland Enamel"], (1.2, 16.0), [1, 4, 6], "Stoneware"),
    family!("bowl" "BW" "Tableware", ["cereal bowl", "serving bowl", "dip bowl", "pudding basin"], ["stoneware", "enamel", "ribbed", "speckled"], &["11 cm", "16 cm", "24 cm"], ["Harrow Pottery", "Fenwick Clay", "Tolland Enamel"], (0.8, 18.0), [1, 4, 6, 12], "Stoneware"),
    family!("glass" "GL" "Glass", ["tumbler", "highball glass", "tea light holder", "wine glass"], ["ribbed", "recycled", "smoked", "etched"], &["200 ml", "300 ml", "400 ml"], ["Lindhome", "Clearwater Glass"], (0.5, 7.0), [1, 4, 6, 12], "Glass"),
    family!("vase" "VS" "Home", ["bud vase", "tall vase", "posy vase", "jug"], ["ceramic", "ribbed", "matt", "crackle"], &["12 cm", "18 cm", "26 cm"], ["Fenwick Clay", "Lindhome"], (1.2, 24.0), [1, 2, 6], "Ceramic"),
    family!("jar" "JR" "Kitchen", ["storage jar", "spice jar", "biscuit jar", "jam jar"], ["glass and cork", "clip-top", "ceramic", "labelled"], &["100 ml", "0.5 l", "1 l", "2 l"], ["Lindhome", "Larder & Co"], (0.4, 14.0), [1, 4, 6, 12], "Glass and cork"),
    family!("tin" "TN" "Tea and pantry", ["tea tin", "cake tin", "sweet tin", "biscuit tin"], ["round", "nesting", "embossed", "printed"], &["small", "medium", "large"], ["Tea Row", "Larder & Co"], (0.6, 12.0), [1, 3, 6, 12], "Tinplate"),
    family!("tin" "TE" "Tea and pantry", ["loose-leaf tea", "fruit tea", "drinking chocolate", "shortbread"], ["breakfast", "evening", "orchard", "spiced"], &["100 g", "250 g"], ["Tea Row", "Larder & Co"], (1.4, 9.0), [6, 6, 12], "In a printed tin"),
    family!("candle" "CN" "Candles", ["scented candle", "pillar candle", "candle in a glass", "travel candle"], ["soy", "beeswax", "rapeseed", "fig and cassis", "sea salt", "cedar"], &["120 g", "220 g", "400 g"], ["Wick & Wold", "Ember Works"], (0.6, 14.0), [1, 6, 6, 12], "Vegetable wax"),
    family!("candle" "TL" "Candles", ["tea lights", "dinner candles", "birthday candles", "night lights"], ["unscented", "vanilla", "lavender", "winter spice"], &["box of 6", "box of 12", "box of 24"], ["Wick & Wold", "Ember Works"], (0.12, 4.0), [12, 12, 24], "Vegetable wax"),
    family!("lantern" "LN" "Candles", ["storm lantern", "tea light lantern", "carriage lantern"], ["iron", "brass", "wooden", "glass"], &["small", "medium", "large"], ["Ironside", "Ember Works"], (1.6, 45.0), [1, 1, 2, 4], "Iron and glass"),
    family!("lamp" "LP" "Home", ["table lamp", "bedside lamp", "night lamp"], ["ceramic", "linen-shaded", "turned wood"], &["28 cm", "42 cm"], ["Ironside", "Lindhome"], (7.0, 65.0), [1], "Ceramic and linen"),
    family!("clock" "CK" "Home", ["mantel clock", "alarm clock", "kitchen clock", "wall clock"], ["painted", "metal", "station", "quiet"], &["small", "large"], ["Ironside", "Greenway Goods"], (2.9, 38.0), [1, 1, 4], "Metal"),
    family!("frame" "FR" "Home", ["picture frame", "photo frame", "memo board", "mirror"], ["carved", "plain", "gilded", "reclaimed wood"], &["10 × 15 cm", "13 × 18 cm", "20 × 25 cm"], ["Lindhome", "Greenway Goods"], (0.85, 22.0), [1, 2, 6], "Wood"),
    family!("frame" "SG" "Home", ["door sign", "wall plaque", "key rack", "chalk board"], ["tin", "slate", "wooden", "enamel"], NO_SIZE, ["Greenway Goods", "Tolland Enamel"], (0.65, 9.0), [1, 6, 12], "Tin"),
    family!("towel" "TW" "Textiles", ["tea towel", "hand towel", "oven cloth", "napkins"], ["linen", "cotton", "waffle", "striped"], &["single", "set of 2", "set of 4"], ["Marren Mill", "Loom & Lane"], (0.85, 14.0), [1, 5, 10], "Linen"),
    family!("apron" "AP" "Textiles", ["apron", "child's apron", "half apron", "cross-back apron"], ["cotton", "linen", "waxed", "denim"], NO_SIZE, ["Marren Mill", "Loom & Lane"], (1.9, 22.0), [1, 2, 6], "Cotton"),
    family!("cushion" "CU" "Textiles", ["cushion", "bolster", "seat pad", "door stop"], ["woven", "velvet", "knitted", "embroidered"], &["40 cm", "50 cm"], ["Marren Mill", "Loom & Lane"], (2.1, 28.0), [1, 2, 4], "Cotton"),
    family!("bag" "BG" "Bags", ["tote bag", "lunch bag", "shopper", "wash bag", "jumbo bag"], ["canvas", "jute", "recycled", "printed", "quilted"], NO_SIZE, ["Loom & Lane", "Paperhouse"], (0.42, 16.0), [1, 5, 10], "Canvas"),
    family!("bag" "BP" "Bags", ["paper bags", "gift bag", "party bags"], ["kraft", "striped", "spotted", "ribbon-handled"], &["small", "medium", "large"], ["Paperhouse", "Merry & Bright"], (0.19, 2.5), [12, 12, 25], "Paper"),
    family!("basket" "BK" "Garden", ["basket", "trug", "planter", "log basket"], ["willow", "seagrass", "wire", "rush"], &["small", "medium", "large"], ["Greenway Goods", "Hedgerow"], (1.4, 34.0), [1, 1, 3], "Willow"),
    family!("basket" "GD" "Garden", ["bird feeder", "seed box", "watering can", "hanging pot"], ["copper", "painted", "galvanised", "wooden"], NO_SIZE, ["Hedgerow", "Greenway Goods"], (0.85, 24.0), [1, 4, 6], "Metal"),
    family!("cards" "CD" "Paper and cards", ["greetings cards", "birthday card", "thank-you cards", "postcards"], ["letterpress", "botanical", "winter birds", "hand-printed"], &["single", "box of 6", "box of 8"], ["Paperhouse", "Merry & Bright"], (0.19, 4.5), [6, 12, 12], "Cotton paper"),
    family!("wrap" "WR" "Paper and cards", ["gift wrap", "crêpe paper", "tissue paper", "ribbon reel"], ["pressed fern", "dotted", "striped", "star", "kraft"], &["3 m roll", "5 m roll", "10 m roll"], ["Paperhouse", "Merry & Bright"], (0.25, 3.9), [6, 12, 25], "Paper"),
    family!("notebook" "NB" "Paper and cards", ["notebook", "recipe book", "diary", "sketch book", "address book"], ["ruled", "plain", "cloth-bound", "dotted"], &["A6", "A5", "A4"], ["Paperhouse", "Fold & Stitch"], (0.65, 11.0), [1, 5, 10], "Paper and cloth"),
    family!("notebook" "ST" "Paper and cards", ["sticky notes", "pencil set", "stickers", "luggage tags"], ["rainbow", "woodland", "vintage", "spaceboy"], NO_SIZE, ["Fold & Stitch", "Merry & Bright"], (0.12, 3.0), [6, 12, 24], "Paper"),
    family!("toy" "TY" "Toys", ["wooden car", "pull-along", "building blocks", "train"], ["painted", "beech", "little", "magnetic"], NO_SIZE, ["Oakling", "Merry & Bright"], (0.85, 19.0), [1, 2, 6], "Beech"),
    family!("toy" "GM" "Toys", ["puzzle", "card game", "skipping rope", "spinning top"], ["circus", "farmyard", "dinosaur", "seaside"], NO_SIZE, ["Oakling", "Merry & Bright"], (0.29, 6.0), [1, 6, 12], "Wood and card"),
    family!("ornament" "OR" "Seasonal", ["bauble", "star ornament", "hanging heart", "garland"], ["glass", "felt", "wooden", "paper", "zinc"], &["6 cm", "8 cm", "set of 6"], ["Merry & Bright", "Ember Works"], (0.25, 8.0), [1, 6, 12, 24], "Glass"),
    family!("ornament" "TO" "Seasonal", ["bunting", "paper chain", "wreath", "advent calendar"], ["cotton", "felt", "paper", "traditional"], NO_SIZE, ["Merry & Bright", "Paperhouse"], (0.65, 13.0), [1, 3, 6], "Cotton"),
];

/// Names of designs, before the kind: `Alder stoneware mug`.
#[rustfmt::skip]
pub(crate) const DESIGNS: [&str; 64] = [
    "Alder", "Aster", "Barley", "Beacon", "Birch", "Bramble", "Brook", "Campion", "Cinder", "Clover", "Cobble", "Copse", "Cove",
    "Dapple", "Dovecote", "Drift", "Elder", "Fallow", "Fern", "Fieldfare", "Flint", "Foxglove", "Gable", "Garland", "Glade",
    "Gorse", "Granary", "Harbour", "Hazel", "Heath", "Heron", "Hollow", "Juniper", "Kestrel", "Larch", "Larkspur", "Lichen",
    "Linnet", "Loft", "Lowland", "Mallow", "Marsh", "Meadow", "Millstone", "Moorland", "Nettle", "Orchard", "Otter", "Paddock",
    "Pebble", "Plover", "Quarry", "Reed", "Rowan", "Saltmarsh", "Sedge", "Skylark", "Sorrel", "Tarn", "Teasel", "Thicket",
    "Tideline", "Wharf", "Yarrow",
];

/// Sentences about a product; the first is about the thing, the second about how it comes.
pub(crate) const ABOUT: [&str; 12] = [
    "Made in small batches; no two are quite alike.",
    "A steady seller all year round.",
    "Good on its own, better as a set.",
    "Simple, sturdy and pleasant to hold.",
    "Drawn in our own studio and made by people we have known for years.",
    "A favourite of cafés and farm shops.",
    "Made to be used every day.",
    "A small present that does not look small.",
    "Sells best beside the till.",
    "Colours vary a little from batch to batch.",
    "Takes up little room on the shelf.",
    "Looks its best next to others of the same design.",
];
/// See [`ABOUT`].
pub(crate) const COMES: [&str; 6] = [
    "Comes in plain card, without plastic.",
    "Each one is wrapped in tissue.",
    "Comes ready to hang, with a swing tag.",
    "Comes with a bar code on every piece.",
    "Packed in trays that can stand on the shelf.",
    "Comes in a gift box.",
];
