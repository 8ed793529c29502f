# Every text of Portico in English. One key a line, grouped by slice; keys start with the slice's word.

## Said everywhere
lines-count = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}

## Problems (problem.rs)
problem-not-found = There is nothing here, or it is not yours to see.
problem-not-allowed = Your role does not allow this. Ask a colleague who manages your logins, or ask us.
problem-invalid = Some fields need another look.
problem-try-later = We are busy right now. Nothing was done; try again in a moment.
problem-unsure = We are checking whether that went through. Send it once more: it is done only once.
problem-no-database = We cannot reach our records right now. Nothing was done; try again in a moment.
problem-unexpected = Something went wrong on our side. Nothing was done, and we have been told.
problem-key-reused = This idempotency key was used before for something else. Draw a new key for a new request.

## Placing an order
line-unknown-code = There is no product with the code { $code } in your assortment.
line-not-available = This product is no longer sold.
line-below-minimum = Sold from { $minimum } on.
line-not-a-multiple = Sold in packs of { $multiple }.
line-insufficient-stock = Only { $available } left, and it can't be backordered.
line-out-of-stock = Not enough in stock, and it can't be backordered.
line-price-changed = Price changed since you added it: { $old } → { $new }.
quantity-not-a-number = That is not a number.
quantity-not-positive = The quantity must be above 0.
quantity-too-many-decimals = This product is sold in whole steps; that number has too many decimals.
quantity-too-large = At most 1,000,000 in one line.
field-too-long = Too long: at most { $most } characters.
field-required = This is needed.
field-day-in-past = That day is over. Choose today or later.
field-bad-day = That is not a day.
field-unknown-address = That is not one of your delivery addresses.
field-bad-country = That is not a country code.
field-bad-postcode = That is not a postcode of this country.
field-no-address = Choose a delivery address, or give another one.
order-empty = There is nothing in your current order yet.
order-too-many-lines = An order has at most { $most } lines. Split it in two.
order-lines-refused = { $count ->
    [one] One line needs a look before the order can be placed. Nothing was placed.
   *[other] { $count } lines need a look before the order can be placed. Nothing was placed.
}
order-total-changed = The total changed while you were looking: { $old } → { $new }. Nothing was placed; look again and place it if you agree.
order-below-minimum = Orders start at { $minimum }. { $missing } of goods is missing.
order-on-hold = Your account is on hold, so we can't take an order right now. Ask us and we'll sort it out.
order-credit-exceeded = This order would go over your credit limit. Nothing was placed.
order-limit = Orders above { $limit } need a colleague's approval, and nobody at your company can give it yet. Ask us.

## Review by staff
review-already-decided = Somebody has decided on this order already.
review-reason-needed = Write the reason for the customer, at most { $most } characters.
