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

## Signing in
sign-in-title = Sign in
sign-in-context = Your prices, our stock, your orders and invoices.
sign-in-name = E-mail address or username
sign-in-password = Password
sign-in-forgotten = Forgotten?
sign-in-button = Sign in
sign-in-no-login = No login yet? Logins are opened by us.
sign-in-no-match = That name and password don't match. { $left ->
    [one] One more try
   *[other] { $left } more tries
} before a ten-minute pause.
sign-in-no-match-last = That name and password don't match. That was the last try for now: the pause has begun.
sign-in-paused = Too many tries. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}, or set a new password by mail.
sign-in-acts-for-nobody = Your login acts for nobody at present. Ask a colleague who manages your logins, or ask us.
contact-both = Call { $phone } or write to { $email }.
contact-phone = Call { $phone }.
contact-email = Write to { $email }.
contact-none = Ask the person you deal with.
forgotten-title = Forgotten password
forgotten-context = We send you a link with which you set a new one.
forgotten-button = Send me a link
forgotten-back = Back to signing in
forgotten-sent = If we know that name, a link is on its way. It works once, for two hours. Nothing there after some minutes? Look among unwanted mail, or ask us.
link-invite-title = Choose your password
link-invite-context = Welcome, { $name }. You sign in with your e-mail address and the password you choose here.
link-reset-title = Set a new password
link-reset-context = { $name }, choose a new password. It signs you out everywhere else.
link-button = Save and sign in
first-owner-title = The first owner
first-owner-context = Nobody of the wholesaler has a login yet. The owner made here may change every setting and invite the others. This page works once.
first-owner-name = Your name
first-owner-email = E-mail address
link-ended-title = This link has ended
link-ended-what = Links work once, and only for a while. If you have set your password already, sign in; else have a new link sent to you.
link-ended-invite = An invitation that ran out is renewed by us.
password-title = Change password
password-context = Changing it signs you out everywhere else.
password-must-change = You signed in with a first password. Choose one of your own to go on.
password-current = Password until now
password-new = New password
password-again = The same once more
password-hint = At least 10 characters. Several words make a good one.
password-button = Save password
password-changed = Your password is changed. Everywhere else you are signed out.
password-wrong = That is not your password until now.
password-too-short = Too short: it needs 10 characters at least.
password-too-long = Too long: 200 characters at most.
password-own-name = Don't use your own name or address.
password-common = Too many people use this one. Choose another.
password-differs = The two are not the same.
password-same = That is the one you have. Choose another.

## Forms that were not taken
refused-signed-out = You were signed out
refused-signed-out-what = Nothing was sent. Sign in beside this page, come back and send it again.
refused-sign-in-beside = Sign in beside this page
refused-send-again = Send it again
refused-elsewhere = Not from one of our pages
refused-elsewhere-what = This came from another site, so nothing was done. Open the page here and start again.
refused-cookie = Your browser did not send our cookie
refused-cookie-what = Signing in needs cookies. Allow them for this site, then open the page once more.
refused-token = This page is from an earlier visit
refused-token-what = Nothing was done. Look at what you typed and send it again.
refused-other-customer = This form was for another customer
refused-other-customer-what = It was made for { $made }, and you act for { $now } now. Nothing was done, and nothing is lost.
refused-other-customer-lost = You act for { $now } now, and no longer for the customer this form was made for. Nothing was done.
refused-switch-and-send = Act for { $name } and send it
refused-typed = What you typed
refused-unreadable = We could not read that
refused-unreadable-what = Something in the form is not text as we know it. Nothing was done. Go back and look at it once more.
problem-unsupported-media-type = We cannot read this kind of content.
problem-method-not-allowed = This address does not take that kind of request.
problem-too-large = That is too much at once: 2 MB at most.
problem-bad-request = We could not read that.
problem-unauthenticated = There is no token, or it does not work.
problem-scope-missing = The token lacks the scope "{ $scope }".
problem-too-many-requests = Too many requests. Wait a moment.

## The frame of every page
frame-skip = Skip to the content
frame-menu = Main menu
frame-menu-open = Menu
frame-search-open = Search
frame-search = Search products, codes
frame-cart = Current order
frame-cart-goods = Goods
frame-cart-view = View current order
frame-acting-switch = Act for
frame-staff = Staff
frame-supplier = Supplier
frame-help = Help: { $phone }
frame-language = English
view-as-bar-read = You see this as { $customer }, with the rights of { $rights }, read-only.
view-as-bar-order = You order for { $customer }, with the rights of { $rights }. Staff and customer see that you did.
staff-order-for = placed by { $name } for { $customer }
view-as-order = Order for them
view-as-look = Only look
view-as-stop = Stop
view-as-now-order = You order for { $name } now.
view-as-now-read = You only look now.
view-as-over = You no longer see the portal as the customer: the time was up.
view-as-read-only = You see the portal as a customer, read-only. Choose “Order for them” at the top of a page first.
view-as-own-page = That belongs to the login alone. Stop seeing the portal as a customer first.
view-as-staff-page = You see the portal as a customer. Choose “Stop” at the top of a page first.
menu-dashboard = Dashboard
menu-products = Products
menu-orders = Orders
menu-backorders = Backorders
menu-cart = Current order
menu-logins = Logins
menu-work = Work
menu-settings = Settings
menu-me = Your login
menu-sign-out = Sign out
error-home = To the first page
error-not-allowed = Not for you to do
error-not-found = Nothing here
error-busy = One moment
error-ours = Something went wrong
error-refused = That did not work

## Logins (staff)
logins-title = Logins
logins-invite = Let somebody in
logins-newest = Newest logins
logins-name = Name
logins-email = E-mail address
logins-username = Username
logins-optional = if they want one
logins-customer = Customer's number
logins-for = Acts for
logins-role = Role
logins-state = State
logins-active = Has signed in
logins-pending = Invited
logins-send = Send invitation
logins-invited = The invitation to { $name } is on its way.
role-viewer = Viewer: sees, cannot order
role-buyer = Buyer: orders
role-approver = Approver: approves colleagues' orders
role-manager = Manager: invites colleagues
role-supplier = Supplier
role-read = Staff: sees everything
role-write = Staff: changes things
role-owner = Owner
invite-bad-email = That is not an e-mail address.
invite-name-required = We need a name.
invite-name-too-long = Too long: 100 characters at most.
invite-bad-username = A username has no blanks and no @.
invite-username-taken = Somebody else has this username.
invite-acts-already = This person acts for them already.
invite-no-customer = No customer has this number.
invite-no-role = Choose a role.

user-unknown = No login has this address.
token-choose-customer = The login acts for several, or not for this one: name one customer by its number.
token-no-scope = A scope is read, order, pay or manage.

## Mails of signing in
mail-hello = Hello { $name },
mail-sign-off = { $wholesaler }
mail-invitation-subject = Your login at { $wholesaler }
mail-invitation = { $wholesaler } has opened a login for you. Choose your password here:
mail-invitation-link = Choose your password
mail-invitation-again = { $wholesaler } lets you act for one more company. Sign in with the password you have:
mail-invitation-sign-in = Sign in
mail-invitation-ends = A link to choose a password works once, for seven days. If you expected nothing from us, leave it be.
mail-reset-subject = A new password at { $wholesaler }
mail-reset = Somebody, probably you, asked for a new password. Set it here:
mail-reset-link = Set a new password
mail-reset-ends = The link works once, for two hours. If it wasn't you, leave it be: your password stays as it is.

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

## API
api-limit = The limit is a whole number from 1 to { $most }.
api-bad-cursor = That is not a cursor of this list. Begin again without "after".
api-unknown-field = There is no field { $field } here.
api-wrong-type = This field has the wrong type or form.
api-key-required = Send an Idempotency-Key: 1 to 200 visible ASCII characters, new for each new request.

## Days
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
date-long = { $day } { $month } { $year }
date-day-month = { $day } { $month }
date-short = { $day } { $month }
date-weekday = { $weekday } { $day } { $month }
date-today-at = Today, { $time }
date-at = { $date }, { $time }

## Orders
crumbs-label = Where you are
pages-label = Pages
pages-previous = Previous
pages-next = Next
orders-title = Orders
orders-context = Everything your company ordered, also what we entered for you.
orders-context-own = The orders you placed.
orders-search = Number, reference, code or product
orders-delivery = Delivery
orders-delivery-none = Nothing delivered
orders-delivery-part = Delivered in part
orders-delivery-all = Delivered
orders-none = No orders yet.
orders-none-what = Once you place an order it stands here, with every quantity and where it is.
orders-none-button = See products
order-number = Order
order-placed = Placed
order-reference = Your reference
order-pieces = Pieces
order-state = State
order-total-in = Total { $sign }
order-total = Total
order-line-in = Line { $sign }
order-state-approval = Awaiting approval
order-state-needs-approval = Needs your approval
order-state-payment = Awaiting payment
order-state-placed = Placed
order-state-confirmed = Confirmed
order-state-part = Delivered in part
order-state-delivered = Delivered
order-state-refused = Refused
order-state-cancelled = Cancelled
pieces-delivered = { $quantity } delivered
pieces-reserved = { $quantity } reserved
pieces-awaiting = { $quantity } awaiting stock
pieces-pending = { $quantity } not decided yet
pieces-cancelled = { $quantity } cancelled
pieces-none = Nothing
order-code = Code
order-picture = Picture
order-product = Product
order-lines = Lines
order-lines-of = Lines of { $number }
order-ordered = Ordered
order-reserved = Reserved
order-reserved-for-you = Reserved for you
order-customers-reference = The customer’s reference
order-delivered = Delivered
order-backorder = Backorder
order-awaiting = Awaiting stock
order-line-remark = “{ $text }”
price-each = { $price } each
price-per = { $price } per { $per }
vat-on = VAT { $rate } % on { $taxable }
vat-reverse-charge = No VAT on { $taxable }: reverse charge
vat-export = No VAT on { $taxable }: export
order-print = Print
order-placed-by = Placed { $day } by { $name }
order-placed-import = Placed { $day }, entered by us
order-placed-staff = Placed { $day }, entered by us
order-no-reference = None
order-delivers-to = Delivers to
order-wished = wished for { $day }
order-hand-over = Hand-over
order-their-number = our number { $number }
order-total-with-vat = Total with VAT
order-delivery = Delivery
order-day = Wished for
order-deliveries = Deliveries
order-part-deliveries = In parts, as goods come in
order-whole-delivery = All at once
order-remarks = Remarks
order-happened = What happened
order-refused-by = { $wholesaler } refused this order.
order-refused-why = Ask us why.
hand-over-not-yet = Not handed over yet
hand-over-waiting = Waiting to be sent to the wholesaler
hand-over-sent = Sent to the wholesaler
hand-over-received = Received
hand-over-refused = Refused
hand-over-by-hand = Entered by hand
happened-placed-by = Placed by { $name }
happened-reserved = { $what } reserved for you
happened-backordered = { $what } on backorder
happened-released = { $what } given to the warehouse
happened-shipped = { $what } left us
happened-cancelled = { $what } cancelled
happened-pending = { $what } waiting for a decision
happened-confirmed = { $wholesaler } confirmed the order
happened-refused = { $wholesaler } refused the order: { $why }
happened-handed-over = Handed over, received once
placed-lead = { $number } is placed.
placed-mailed = We mailed a confirmation to { $email }.
placed-for = Staff and customer see that you placed it for { $name }.
placed-go-on = Go on with products
placed-next = What happens next
placed-approval = A colleague who approves orders is asked to say yes. Nothing is reserved until then.
placed-approval-then = With that yes the order is checked again and goes to us; what changed meanwhile is shown and asked again.
placed-check = { $wholesaler } checks the order and confirms it. What is in stock is reserved for you.
placed-backorders = { $count ->
    [one] One line lacks stock and follows as a backorder. See
   *[other] { $count } lines lack stock and follow as backorders. See
}
placed-follow = Every step stands on this page, under “What happened”.
backorders-title = Backorders
backorders-context = What you ordered and we could not send yet, in the order of ordering.
backorders-none = Nothing is on backorder.
backorders-none-what = Everything you ordered is delivered, reserved or on its way.
backorders-waiting = Awaiting stock
backorders-orders = { $count ->
    [one] in one order
   *[other] in { $count } orders
}
backorders-value = Value
backorders-value-what = goods without VAT
backorders-oldest = Waiting since
backorders-quantity = Waiting
backorders-could-ship = Could ship now
backorders-no-stock = Awaiting stock
problem-in-progress = The same request is still at work. Ask again in a moment.
api-currency = Amounts of this customer are in { $currency }.
api-bad-amount = That is not an amount.

## Current order
cart-title = Current order
cart-context = Kept until you place it. Last changed: { $when }, by { $name }.
cart-context-new = Kept until you place it, also when you sign out.
cart-viewer = You can look, not order.
cart-viewer-what = Your role sees products and orders. Ask a colleague who manages your logins if you are to order too.
cart-empty = There is nothing in your current order yet.
cart-empty-what = Put a quantity beside a product, or add a code here.
cart-empty-it = Empty
cart-empty-sure = All lines go, reference and remarks stay.
cart-empty-yes = Remove all lines
cart-emptied = Your current order is empty now.
cart-first = Go to the first
cart-look-lead = { $count ->
    [one] One line needs a look
   *[other] { $count } lines need a look
}
cart-look = before the order can be placed.
cart-faults = { $count ->
    [one] One entry needs another look; it was not saved. Everything else was.
   *[other] { $count } entries need another look; they were not saved. Everything else was.
}
cart-lines = Lines of the current order
cart-price-in = Price { $sign }
cart-stock = Stock
cart-quantity = Quantity
cart-remove = Remove
cart-remove-of = Remove { $code }
cart-quantity-of = Quantity of { $code }
cart-less-of = Less of { $code }
cart-more-of = More of { $code }
cart-before = Before
cart-per = per { $per }
cart-single = single
cart-by-unit = by the { $unit }
cart-pack = pack
cart-pack-of = { $name } of { $size }
cart-vat = VAT { $rate } %
cart-follows = { $quantity ->
    [one] One of these follows as a backorder.
   *[other] { $quantity } of these follow as a backorder.
}
cart-later = { $count ->
    [one] One line lacks stock: what is missing follows as a backorder.
   *[other] { $count } lines lack stock: what is missing follows as a backorder.
}
cart-make-it = Make it { $quantity }
cart-or = or
cart-accept = Accept { $price }
cart-remark = Remark
cart-remark-of = Remark on { $code }
cart-remark-save = Save remark
cart-save = Save quantities
cart-save-address = Save and add up again
cart-not-added = Not in your current order
cart-not-changed = Nothing was changed: { $why }
cart-in-order = { $quantity } in order
cart-stock-none = Not orderable
cart-stock-number = { $quantity } in stock
cart-stock-here = In stock
cart-stock-left = { $quantity } left
cart-stock-few = A few left
cart-stock-request = On request
cart-stock-always = Always available
cart-stock-follows = Follows later
cart-stock-out = Sold out
cart-add-code = Add a code or name
cart-add-quantity = Quantity to add
cart-add = Add
cart-search-for = Search for “{ $text }”
cart-deliver-to = Deliver to
cart-other-address = Another address
cart-books = For your books
cart-reference-needed = needed, printed on the invoice
cart-reference-optional = optional, printed on the invoice
cart-day = Deliver on
cart-day-optional = if you mind
cart-remarks-optional = printed on the packing list
field-needed = needed
field-optional = optional
address-name = Name
address-contact = For the attention of
address-line1 = Street and number
address-line2 = Second line
address-postcode = Postcode
address-postcode-need = where the country has them
address-city = Town
address-region = County or region
address-country = Country
address-phone = Telephone for the carrier
cart-goods = Goods, { $lines }
cart-carriage-paid = Carriage, paid from { $from }
cart-to-pay = To pay, { $terms }
terms-at-once = at once
terms-days = { $days ->
    [one] one day
   *[other] { $days } days
}
terms-end-of-month = { $days } days from the end of the month
cart-place = Place order
cart-placing = Placing the order
cart-lines-first = { $count ->
    [one] One line above first.
   *[other] { $count } lines above first.
}
cart-then = You get a confirmation by e-mail.
cart-carriage-missing = { $missing } more of goods and carriage is free.
cart-needs-approval = Above { $limit }: a colleague who approves orders is asked first.
cart-approval-above = Orders above { $limit } go to a colleague who approves them.
cart-credit = Available credit after this order: { $after } of { $limit }.
cart-changed-meanwhile = This order was placed or begun anew in another tab or on another device. Nothing was placed now; this is what stands in it.
panel-empty = Nothing in it yet.
panel-kept = Kept until you place it.
panel-carriage-paid = Carriage is paid from { $from }.
## Products
products-title = Products
products-code = Code
products-picture = Picture
products-product = Product
products-stock = Stock
products-list = List
products-your-price = Your price
products-quantity = Quantity
products-in-order = In order
products-in-stock = { $quantity } in stock
products-left = { $quantity } left
products-some = In stock
products-few = A few left
products-on-request = On request
products-backorder = On backorder
products-sold-out = Out of stock
products-not-orderable = Not orderable
products-list-price = List price
products-single = single
products-pack-of = { $pack } of { $size }
products-from = from { $quantity }: { $price }
products-quantity-of = Quantity of { $sku }
products-less-of = Less of { $sku }
products-more-of = More of { $sku }
products-count-in-order = { $quantity } in order
products-save = Save quantities
products-without-vat = without VAT
products-with-vat = with VAT
products-prices-are = Prices { $sign } each, { $vat }
products-only-in-stock = In stock only
products-newest = Newest first
products-as-table = Table
products-as-grid = Grid
products-remove = Remove the filter { $what }
products-near = No product fits “{ $q }” exactly. These come near.
products-meant = Did you mean
products-none = There are no products for you yet.
products-none-what = We choose what each customer sees.
products-nothing = No product fits.
products-nothing-for = No product fits “{ $q }”.
products-nothing-what = Try fewer letters, another word or part of a code. We may have it all the same:
products-ask = ask us.
products-call = call
products-write = write to
products-or-write = or write to
products-all = All products
products-own-codes = Your own codes
products-suggestions = Suggestions
products-all-results = All { $count } results for “{ $q }”
products-keys-choose = choose
products-keys-open = open
products-keys-add = add one pack
product-own-code = Your code { $code }.
product-about = About it
product-details = Details
product-picture = Picture { $number }
product-your-price = Your price, each, { $vat }
product-your-price-per = Your price per { $unit }, { $vat }
product-no-price = We have no price for you yet. Ask us.
product-from = From
product-each = Each
product-you-save = You save
product-breaks = Prices by quantity
product-add = Add to order
product-update = Update order
product-steps = In steps of { $step }.
product-steps-from = In steps of { $step }, at least { $least }.
product-least = At least { $least }.
product-more-bring = { $more } more bring you to { $price } each: you would pay { $total } for { $quantity }.
product-maker-code = Maker’s code
product-ean = EAN
product-unit = Sold by the
product-pack = Pack
product-vat = VAT
product-parts = Parts

## Mail of an order
mail-order-subject = { $number }: your order with { $wholesaler }
mail-order-placed = { $number } is placed. We check it and confirm it; every step can be seen on its page.
mail-order-waits = { $number } waits for a colleague's approval. Nothing is reserved until then.
mail-order-link = See the order
mail-order-more = { $count ->
    [one] and one more line
   *[other] and { $count } more lines
}
mail-order-goods = Goods

## Dashboard
dashboard-title = Dashboard
dashboard-balance = Balance
dashboard-balance-what = owed to us
dashboard-on-order = On order
dashboard-on-order-what = open orders, with VAT
dashboard-available = Available credit
dashboard-of-limit = of { $limit }, open orders counted
dashboard-needs-you = Needs you
dashboard-things = { $count ->
    [0] nothing
    [one] one thing
   *[other] { $count } things
}
dashboard-nothing = Nothing waits for you.
dashboard-approve = Order { $number } needs your approval
dashboard-refused = Order { $number } was refused
dashboard-cart-what = In your current order, before it can be placed
dashboard-backorders = { $count ->
    [one] One order line awaits stock
   *[other] { $count } order lines await stock
}
dashboard-backorders-what = They follow as soon as goods come in
dashboard-see-backorders = See backorders
dashboard-view = View
dashboard-account = Account details
dashboard-customer = Customer
dashboard-terms = Terms
dashboard-contact = Contact
dashboard-ask = Ask
dashboard-usually = You usually order
dashboard-not-in-order = not in this order yet
dashboard-in-orders = in { $count } orders
dashboard-add = Add { $quantity }
dashboard-spend = Spend by month
dashboard-spend-unit = { $sign }, goods without VAT
dashboard-spend-most = Spend by month, most in { $month }: { $money }
dashboard-key-months = Last 12 months
dashboard-key-running = This month so far
dashboard-key-before = Same month a year before
dashboard-as-table = As a table
dashboard-month = Month
dashboard-year-before = A year before
dashboard-recent = Recent orders
dashboard-all-orders = All orders

## Staff
staff-work = Work
staff-work-context = { $count ->
    [0] No order waits for your decision.
    [one] One order waits for your decision.
   *[other] { $count } orders wait for your decision.
}
staff-to-review = To check
staff-newest = Newest orders
staff-all-orders = All orders
staff-no-orders = No orders yet.
staff-no-orders-what = As soon as a customer places one, it stands here.
staff-customer = Customer
staff-search = Number, reference or customer
staff-decide = Your decision
staff-decide-what = Confirm the order as it stands, or refuse it with a reason that the customer reads (at most { $most } characters).
staff-confirm = Confirm order
staff-confirming = Confirming
staff-refuse = Refuse
staff-refuse-now = Refuse the order
staff-reason = Reason
staff-reason-need = the customer reads it
staff-confirmed = { $number } is confirmed.
staff-refused = { $number } is refused; its stock is free again.
settings-title = Settings
settings-context = They hold for every customer unless said otherwise for one.
settings-context-read = Owners change them.
settings-save = Save settings
settings-saved = { $count ->
    [0] Nothing was changed.
    [one] One setting was changed.
   *[other] { $count } settings were changed.
}
settings-not-saved = Something is not a value of its setting. Nothing was changed.
settings-wholesaler = Your company
settings-dashboard = Dashboard
settings-backoffice = Back office
settings-orders = Orders and charges
settings-catalogue = Products
settings-customers = Customers
settings-access = Signing in
setting-none = not set
setting-no-amount = That is not an amount, like 8.50.
setting-no-number = That is not a whole number.
setting-no-value = That is not a value of this setting.
setting-wholesaler-name = Name. On pages, papers and mails.
setting-wholesaler-phone = Telephone. Shown to customers at the foot of the menu.
setting-wholesaler-email = E-mail. Shown to customers who have a question.
setting-dashboard-text = Text on every customer's dashboard. Markdown; links to http, https and mailto. Blank: none.
setting-backoffice-review = Check orders before they count as confirmed. With this on, new orders wait under Work.
setting-orders-reference = The customer's own reference. Whether the current order asks for it.
setting-orders-carriage-minor = Carriage. Blank: none is charged.
setting-orders-carriage-free-from-minor = Carriage is free from. Goods without VAT. Blank: never.
setting-orders-carriage-name = Name of carriage. On orders and papers.
setting-orders-small-order-fee-minor = Fee on small orders. Blank: none is charged.
setting-orders-small-order-below-minor = An order is small below. Goods without VAT.
setting-orders-small-order-name = Name of the fee. On orders and papers.
setting-orders-minimum-minor = Least order. Goods without VAT. Blank: none.
setting-orders-charges-vat-class = VAT class of charges. As products have it: standard, reduced, zero.
setting-catalogue-stock-shown = Stock shown to customers. As a number, as an indicator, or not at all.
setting-catalogue-low-stock = Few are left. So many whole units or fewer count as few.
setting-customers-credit-check = Orders above the credit limit. Let through, or refused.
setting-access-session-idle-hours = Sign out after hours without a visit.
setting-access-session-longest-days = Sign out after days at the latest.
setting-access-view-as-minutes = Seeing the portal as a customer ends by itself after minutes.
setting-access-session-idle-minutes = Sign customers out after minutes without a page. From 5 to 44,640.
setting-access-session-hours = Sign customers out after hours at the latest. From 1 to 8,760.
setting-access-staff-session-idle-minutes = Sign staff out after minutes without a page. From 5 to 44,640.
setting-access-staff-session-hours = Sign staff out after hours at the latest. From 1 to 8,760.
setting-access-second-factor-of-staff = Second factor for staff. Whoever has none sets one up before anything else.
setting-value-yes = Yes
setting-value-no = No
setting-value-off = Off
setting-value-always = Always
setting-value-hidden = Not asked for
setting-value-optional = Optional
setting-value-required = Required
setting-value-number = As a number
setting-value-indicator = As an indicator
setting-value-none = Not at all
setting-value-refuse = Refused
menu-staff-products = Products
menu-price-lists = Price lists
menu-stock = Stock
nothing-saved = Nothing was saved. The fields below say why.
pages-older = Older
stock-title = Stock
stock-context = What lies where. Orders are served from the location main.
stock-search = Beginning of a code
stock-any-location = Every location
stock-location = Location
stock-which = Which stock
stock-all = All stock
stock-out = Nothing free
stock-lacking = Less than promised
stock-none = No stock fits.
stock-none-what = Look for the beginning of a code, or drop the filters. Products whose stock is not counted are not here.
stock-code = Code
stock-product = Product
stock-on-hand = On hand
stock-allocated = Allocated
stock-free = Free
stock-state = State
stock-state-free = Free stock
stock-state-out = Nothing free
stock-state-lacking = Less than promised
stock-to-product = Product
stock-where = Where it is
stock-change = Change stock
stock-history = History
stock-never = No stock of this product was ever kept.
stock-not-kept = Stock of this product is not counted.
stock-not-tracked = Its kind of stock says so: it is always there, or comes from the supplier. The page of the product changes that.
stock-kind = What
stock-kind-by = Add, or take away
stock-kind-count = Counted: there are
stock-kind-move = Move to another location
stock-quantity = Quantity
stock-quantity-hint = To take away: -3.
stock-to = To
stock-to-need = for a move
stock-reason = Reason
stock-do = Change stock
stock-changing = Changing the stock
stock-corrected = { $by }: { $now } are on hand now.
stock-no-history = Nothing has moved yet.
stock-when = When
stock-by = Change
stock-after = On hand
stock-who = Who
stock-before-history = Before the history began
movement-opening = Opening
movement-import = Import
movement-correction = Correction
movement-count = Counted
movement-move = Moved
stock-no-location = There is no such location.
stock-bad-reason = Write the reason, in { $most } characters at most.
stock-same-place = It is there already.
stock-promised = Of this only { $free } are free; the rest is promised to orders. If there is less, count it.
stock-changed = Somebody changed this stock since you opened the page: { $now } are on hand now. Look at it again.
stock-not-positive = The quantity must be above 0.
stock-too-many-decimals = That number has more decimals than the product.
stock-too-large = That is more than can be kept.
locations-title = Locations
locations-context = Orders are served from main. What lies elsewhere is promised to nobody until it is moved there.
location-code = Code
location-code-hint = Letters, digits, - and _. It cannot be changed.
location-name = Name
location-open = Open a location
location-opened = { $name } is open.
location-close = Close
location-close-this = Close { $name }
location-closed = The location is closed.
location-serves = Orders are served from here
location-holds = Holds stock
location-empty = Empty
location-bad-code = A code has letters, digits, - and _, { $most } at most.
location-bad-name = Write a name, in { $most } characters at most.
location-taken = There is an open location with this code.
location-too-many = There are 50 locations; close one first.
location-holds-stock = Something lies there. Move it first.
location-is-main = Orders are served from main; it stays open.

# Lists of every kind
list-show = Show
list-show-all = Show all
list-clear = Clear
list-any = { $what }: any
list-from = From
list-to = To
list-from-day = From { $day }
list-to-day = To { $day }
list-chip-remove = Remove: { $what }
list-not-found = Nothing fits.
list-not-found-what = Try fewer letters, or take away what narrows the list.
list-export = Export
list-export-what = All rows that fit, with the columns shown here.
list-export-xlsx = Workbook for Excel (XLSX)
list-export-csv = Plain text (CSV)
list-columns = Columns
list-columns-what = Ticked columns are shown, by their number.
list-columns-keep = Keep these
list-columns-own = As it was
list-column-place = Place of { $column }
list-day-unreadable = This day cannot be read. Write it like 2026-11-27.
list-days-reversed = The last day is before the first.
list-search-long = Only the first 200 characters are searched for.
list-choice-unknown = There is no such choice; the list shows all.
list-page-gone = That page of the list cannot be found. Here it begins.
list-sort-unknown = The list cannot be sorted by that. Here is its own order.
order-by = Placed by
order-delivered-to = Delivered to
order-requested = Wished for
order-currency = Currency
order-goods-in = Goods { $sign }
order-vat-in = VAT { $sign }
order-customer-number = Customer number
# The end of a session

session-end-title = Still here?
session-end-soon = You are signed out at { $time } unless you stay.
session-end-last = You are signed out at { $time }. Send what you are typing before, or sign in again after: nothing typed is lost.
session-end-over = You are signed out. What you typed stays on this page: when you send it, you sign in first, and it is kept.
session-end-stay = Stay signed in
session-end-close = Close
session-until = You stay signed in until { $time }; every page you open makes it later. A form sent after that is kept while you sign in again.
ended-idle = You were signed out because no page was opened for a while.
ended-longest = You were signed out because your session had reached its longest time.
ended-elsewhere = This session was ended from another device.
ended-password = You were signed out because your password was changed.
ended-safety = You were signed out because how you sign in was changed.
late-kept = Nothing was sent. What you typed is kept: sign in and it is shown again, ready to be sent.
late-title = What you typed is still here
late-what = You are signed in again. Nothing was sent so far: look at it once more and send it.
late-left-out = A password was part of it, and passwords are not kept. Open the page again and type it there.
late-leave = Leave it
late-other-title = Typed by somebody else
late-other-what = What was typed on this page belongs to another login, so it is not shown.
late-go-on = Go on

# The second factor when signing in

sign-in-code-title = One code more
sign-in-code-context = Your login has a second factor. Open your authenticator app and type the code it shows for us.
sign-in-code-lost = Without the app, type one of your recovery codes. Without both, ask us.
code-label = Code
code-no-match = That code is wrong, was used before, or is too old. Type the one the app shows now.
code-no-match-last = That code is wrong or was used before. That was the last try for now: the pause has begun.
code-paused = Too many tries. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.

# News by mail about a login

mail-look = Have a look
mail-choose = You choose which mails you get here: { $url }
mail-not-you = If it wasn't you, set a new password at once and tell us.
mail-new-device-subject = A new device signed in at { $wholesaler }
mail-new-device = Your login at { $wholesaler } was used from a browser we had not seen before.
mail-new-device-advice = If it was you, there is nothing to do. If not, end that session and change your password.
mail-password-changed-subject = Your password at { $wholesaler } was changed
mail-password-changed = Your password at { $wholesaler } was changed. Everywhere else you are signed out.
mail-factor-off-subject = Your second factor at { $wholesaler } is off
mail-factor-off = Signing in at { $wholesaler } asks for no second factor any more.
mail-token-made-subject = A token was made at { $wholesaler }
mail-token-made = A token was made with which a program can act as you at { $wholesaler }.

# Your login

me-title = Your login
me-context = Who you are here, how you sign in, and what you are told.
me-crumbs = Way back
me-sessions = Where you are signed in
me-sessions-context = Each line is a browser. End those you don't know or no longer use.
me-session-device = Device
me-session-since = Signed in
me-session-seen = Last seen
me-session-end = End
me-session-end-what = End the session of { $device }, last seen { $seen }
me-session-this = This one
me-session-others = End all others
me-session-ended = That session is ended.
me-sessions-ended = { $count ->
    [0] There was no other session.
    [one] One other session is ended.
   *[other] { $count } other sessions are ended.
}
device-unknown = A browser that does not say what it is
device-on = { $browser } on { $system }
orders-views = Views of what you ordered
order-lines-title = Order lines
order-lines-context = Every line of every order, and where its pieces are.
order-lines-open = Still to come
order-value-in = Value { $sign }
order-price-in = Price { $sign }
order-discount = Discount %
order-unit = Unit
order-line = Line
pages-first = First page
orders-show = Show
orders-show-all = Show all
# Pictures
upload-too-many = That is too many files at once: { $most } at most.
picture-unknown = That is no picture we know: JPEG, PNG, WebP or GIF.
picture-svg = That is an SVG drawing, which may hold scripts. Save it as PNG.
picture-pixels = { $width } × { $height } pixels are more than 40 million, or one side is longer than 16,000.
picture-damaged = The picture is damaged or cut off.
picture-too-large = The file has more than { $most } MB.
picture-many = A product has { $most } pictures at most.
picture-same = The product has this picture already.
pictures-title = Pictures of { $name }
pictures-context = { $count ->
    [0] No picture yet.
    [one] One picture.
   *[other] { $count } pictures, in the order customers see them.
 }
pictures-none = No picture yet
pictures-none-what = Lists show the first letter of the name until there is one.
pictures-none-read = Lists show the first letter of the name.
pictures-caption = Pictures in their order
pictures-add = Add pictures
pictures-files = Files
pictures-kinds = JPEG, PNG, WebP or GIF, { $most } MB each at most. Place and camera are left out; the picture is set upright.
pictures-add-button = Add pictures
pictures-sending = Making the pictures
pictures-none-chosen = Choose a file first.
pictures-added = { $count ->
    [one] One picture was added.
   *[other] { $count } pictures were added.
 }
pictures-refused = { $taken ->
    [0] Nothing was added.
    [one] One picture was added.
   *[other] { $taken } pictures were added.
 } { $count ->
    [one] One file was not taken:
   *[other] { $count } files were not taken:
 }
pictures-saved = The pictures are saved.
pictures-removed = The picture is removed.
pictures-alt = What is seen on it
pictures-alt-of = What is seen on picture { $number }
pictures-in-lists = Stands in lists
pictures-order = Order
pictures-save-words = Save words
pictures-first = First
pictures-up = Up
pictures-down = Down
pictures-remove = Remove
menu-pictures = Pictures
pictures-by-name = Pictures by name
pictures-by-name-context = A ZIP archive with files named by code: MUG-SAND.jpg, MUG-SAND_2.jpg. What is named comes first, in the order of the numbers.
staff-may-read = You may look, not change.
pictures-archive = ZIP archive
pictures-archive-hint = 1 GB at most. The page answers when all is done; if it breaks off, send the archive again: what is there is not made twice.
pictures-replace = Take away what the named products had before
pictures-take = Take pictures
pictures-no-zip = That is no ZIP archive.
pictures-came = All pictures found their product.
pictures-came-left = Some files were not taken.
pictures-taken = Taken
pictures-same = There already
pictures-products = Products named
pictures-unmatched = Name no product
pictures-not-taken = Not taken
pictures-and-more = And { $count } more.
setting-catalogue-picture-mb = Megabytes of a picture. Larger files are not taken.

# Imports
menu-import = Import
import-title = Import
import-context = Bring products, customers, prices, stock and orders in from a file of your accounting or shop system.
import-new = New import
import-past = Imports
import-none = Nothing was imported here yet.
import-none-what = What you upload is looked at first; nothing is written before you say so.
import-kind = What the file holds
import-products = Products
import-customers = Customers
import-addresses = Delivery addresses
import-price-lists = Price lists
import-stock = Stock
import-orders = Orders
import-files = File
import-most = CSV (plain or gzip) or XLSX, at most { $most } MB. Orders may come as three files: heads, lines and charges.
import-upload = Upload and look at it
import-mapping = Mapping
import-guess = Find out by the file
import-too-large = That is more than { $most } MB, so nothing of it was taken. Cut the file into several, or ask an owner to raise the limit in the settings.
import-too-many = An import takes three files at most.
import-no-file = Choose a file.
import-unsigned = This form was too old. Choose the file again and upload it.
import-disk = The disk takes no more. Nothing was kept; tell whoever runs the server.
import-other-mapping = That mapping is for something else. Choose one that fits, or let the file be looked at.
import-when = Uploaded
import-what = What
import-state = State
import-new-count = New
import-changed-count = Changed
import-same-count = The same
import-refused-count = Rows refused
import-by = By
import-older = Older
import-all = All imports
import-draft = To be looked at
import-waiting = Waiting
import-running = Running
import-done = Done
import-done-refused = Done, with refused rows
import-failed = Failed
import-stopped = Stopped
import-progress = Rows done
import-rows-done = { $done } of { $rows } rows done.
import-soon = It begins in a moment. If another import of the same kind runs, it begins after that one.
import-leave = You can leave this page: the import goes on, also after a restart of the server.
import-went-on = It was interrupted and went on from the beginning; what was in already counts as the same.
import-stop = Stop
import-read = { $rows } rows read, { $left } left out by the mapping.
import-told = What is to be known
import-fetch-refused = Fetch the refused rows of { $file }
import-mend = Each refused row stands there with its line and reason. Mend it and upload the file with the same mapping.
import-kilobytes = { $size } kB
import-cannot = The file cannot be read with this mapping.
import-not-counted = The file is large: how much is new and how much is refused is told while it runs.
import-would = An import would come to this:
import-first-rows = First rows of { $file }
import-preview = First rows as they would be read
import-line = Line
import-problem = Problem
import-left-out = left out: { $rule }
import-written = How the file is written
import-save-as = Keep this mapping as
import-save-hint = if it is of use again
import-look = Look again
import-start = Import
import-as-text = The mapping as text, with rules and more
import-text = Mapping (TOML, as the manual explains it)
import-use-text = Use this text
import-discard = Discard this import
import-ours = Our column
import-theirs = Column of the file
import-values = Values there
import-nothing = —
import-feeds = Column that feeds { $column }
import-needed = needed
import-more = and more, see the text below
import-lacking = The file has no column “{ $column }”.
import-encoding = Encoding
import-delimiter = Between cells
import-comma = comma
import-semicolon = semicolon
import-tab = tab
import-bar = vertical bar
import-sheet = Sheet
import-header-row = Row with the columns' names
import-header-hint = 0 if there is none
import-decimal = Decimals
import-grouping = Thousands
import-day-order = Days
import-repeats = Several rows about the same thing
import-repeats-refuse = refuse all but the first
import-repeats-first = the first counts
import-repeats-last = the last counts
import-mapping-saved = The mapping is kept as “{ $name }”.
settings-import = Imports
setting-import-upload-mb = The largest file that staff may upload, in MB.
## Customers, for staff
menu-customers = Customers
customers-title = Customers
customers-search = Number, name, e-mail or VAT number
customers-open = Open
customers-hold = On hold
customers-closed = Closed
customers-with-logins = With logins
customers-without-logins = Without logins
customers-none = No customers yet
customers-none-what = Make one by hand, or import them from a file.
customer-new = New customer
customer-make = Make customer
customer-made = { $number } is there now. Add its terms, addresses and logins.
customer-number = Number
customer-number-hint = Leave it blank to get the next number.
customer-number-taken = A customer has this number.
customer-bad-number = That is no number for a customer.
customer-name = Name
customer-contact = Contact
customer-country = Country
customer-language = Language of papers
customer-language-en = English
customer-bad-language = Write the language’s code, for example en.
customer-vat-number = VAT number
customer-vat-treatment = VAT
customer-vat-normal = Rates of the country of delivery
customer-vat-reverse = Reverse charge
customer-vat-export = Export, no VAT
customer-invoiced-to = Invoiced to
customer-invoiced-to-hint = Number of the customer that gets its invoices; its credit limit counts.
customer-bad-payer = No open customer that pays its own invoices has this number.
customer-details = Details
customer-terms = Terms
customer-payment-days = Payment days
customer-days = { $days } days
customer-bad-days = A number of days from 0 to 365 is needed.
customer-end-of-month = From the end of the month
customer-credit-limit = Credit limit
customer-credit-limit-hint = Blank: no limit. 0: pay in advance.
customer-no-limit = No limit
customer-limit-of = of { $limit }
customer-discount = Discount off base prices
customer-discount-hint = In percent, from 0 to 100.
customer-bad-discount = A percentage from 0 to 100 is needed.
customer-minimum = Minimum order
customer-minimum-hint = Goods without VAT. Blank: as the setting says.
customer-price-lists = Price lists
customer-assortment = Assortment
customer-every-product = Every product
customer-currency = Currency
customer-currency-fixed = Currency: { $currency }. It can no longer change, because amounts are kept in it.
customer-currency-used = Amounts are kept in the present currency.
customer-bad-currency = That is not the code of a currency.
customer-prices-shown = Prices
customer-prices-net = Without VAT
customer-prices-gross = With VAT
customer-prices-hidden = Not shown
customer-stock-shown = Stock
customer-as-setting = As the setting says
customer-part-deliveries = Part deliveries are usual
customer-on-hold = On hold: no orders are taken
customer-yes = Yes
customer-no = No
customer-save = Save
customer-saved = It is saved.
customer-edit = Edit
customer-add = Add
customer-close = Close customer
customer-reopen = Reopen customer
customer-closed = The customer is closed. Nobody signs in for it any more.
customer-reopened = The customer is open again.
customer-is-open = Open
customer-is-closed = Closed
customer-is-on-hold = On hold
customer-kept-by = { $erp } keeps this customer’s details and terms. Change them there.
customer-changed-meanwhile = Somebody changed this since you opened it. What you typed is still here; save again to put it in place.
customer-view-as = View as customer
customer-view-with = View as { $name }
customer-owed = Owed
customer-on-order = On order
customer-last-order = Last order
customer-orders = Latest orders
customer-no-orders = None
customer-no-orders-what = Nothing was ordered yet.
customer-no-logins = Nobody signs in for this customer yet.
customer-nothing-happened = Nothing was recorded yet.
customer-contact-gone = The contact is gone.
customer-address-gone = The address is gone. Orders that name it keep their copy.
contacts-title = Contacts
contacts-none = Nobody is named yet.
contact-new = New contact
contact-title = Contact
contact-first = First contact
contact-role = Role there
contact-role-hint = For example purchasing or bookkeeping.
contact-remove = Remove contact
contact-too-many = A customer has at most { $most } further contacts.
addresses-title = Addresses
addresses-none = No address yet. Without one, an order must say where it goes.
address-new = New address
address-title = Address
address-default = Default
address-default-delivery = Goods go here unless said otherwise
address-default-invoice = Invoices go here unless said otherwise
address-is-delivery = delivery
address-is-invoice = invoice
address-remove = Remove address
activity-nobody = The system
activity-other = { $name }: { $verb }
activity-view-as-begun = { $name } began to see the portal as the customer, read-only
activity-view-as-order = { $name } went over to ordering for the customer
activity-view-as-read = { $name } went back to looking only
activity-view-as-ended = { $name } stopped seeing the portal as the customer
activity-order-placed = { $name } placed order { $object }
activity-order-placed-for = { $name } placed order { $object } for the customer
activity-order-confirmed = Order { $object } was confirmed
activity-order-refused = Order { $object } was refused
activity-order-cancelled = { $name } cancelled order { $object }
activity-order-lines-cancelled = { $name } cancelled lines of order { $object }
activity-order-noted = { $name } wrote a note on order { $object }
activity-customer-made = { $name } made the customer
activity-customer-details-changed = { $name } changed the details
activity-customer-terms-changed = { $name } changed the terms
activity-customer-closed = { $name } closed the customer
activity-customer-reopened = { $name } opened the customer again
activity-customer-contact-added = { $name } added a contact
activity-customer-contact-changed = { $name } changed a contact
activity-customer-contact-removed = { $name } removed a contact
activity-customer-address-added = { $name } added an address
activity-customer-address-changed = { $name } changed an address
activity-customer-address-removed = { $name } removed an address
activity-login-invited = { $name } invited somebody to sign in
activity-login-changed = { $name } changed what a login may do
activity-membership-ended = { $name } ended what a login may do for the customer
staff-placed-by = Placed by
staff-source-cart = The customer, on its pages
staff-source-api = The customer’s program
staff-source-staff = Staff, for the customer
staff-source-import = Imported
staff-hand-over = Hand-over

## Cancelling and notes
cancel-under-way = The order is just being handed over. Try again in a moment.
cancel-at-erp = { $erp } carries this order out. Cancel it there.
cancel-nothing-open = Nothing of this is left that could be cancelled.
staff-cancel-title = Cancel
staff-cancel = Cancel order or lines
staff-cancel-what = What has not left you is cancelled; its stock and credit are free again. The customer gets a mail with the reason, of { $most } characters at most.
staff-cancel-lines = Only these lines; none ticked: the whole order
staff-cancel-now = Cancel now
staff-cancelled = Order { $number } is cancelled. The customer hears why by mail.
staff-lines-cancelled = Lines of order { $number } are cancelled. The customer hears why by mail.
happened-order-cancelled = { $wholesaler } cancelled the order: { $why }
happened-lines-cancelled = { $wholesaler } cancelled lines of the order: { $why }
mail-cancelled-subject = Order { $number } at { $wholesaler }: cancelled
mail-order-cancelled = { $wholesaler } cancelled your order { $number }. The reason:
mail-lines-cancelled = { $wholesaler } cancelled lines of your order { $number }. The reason:
notes-title = Notes
notes-none = No notes yet.
note-new = New note
note-hint = Only staff read notes. The customer never does.
note-write = Write note
note-written = The note is written.
note-needed = Write a note of { $most } characters at most.

# Your login: details, address, mails

language-name = English
me-details = About you
me-ways = Everything else
me-name = Name
me-name-missing = Write your name.
me-username-hint = A short name to sign in with beside your e-mail address.
me-language = Language of pages and mails
me-theme = Look
me-theme-system = As the device is set
me-theme-light = Light
me-theme-dark = Dark
me-shortcuts = Single keys do something on pages: / goes to the search
me-save = Save
me-saved = Saved.
me-email = E-mail address
me-email-now = Your address is { $email }.
me-email-new = New address
me-email-hint = We send a link to it. Your address changes when you open that link.
me-email-send = Send the link
me-email-sent = A link is on its way to { $email }. Your address stays as it is until you open it.
me-email-waiting = { $email } is still to be confirmed by the link we sent there.
me-email-same = That is the address you have.
email-confirm-title = Confirm your address
email-confirm-what = { $name }, { $email } becomes the address you sign in with and get mails at.
email-confirm-button = Use this address
email-confirmed-title = Your address is changed
email-confirmed-what = From now on you sign in with it. We told the old address.
email-ended-what = A link to a new address works once, for a day, and only while no other login has that address.
mail-email-confirm-subject = Confirm your address at { $wholesaler }
mail-email-confirm = Somebody, probably you, wants to use this address at { $wholesaler }. Confirm it here:
mail-email-confirm-link = Confirm this address
mail-email-has-login = Somebody wanted to use this address for another login at { $wholesaler }. It has a login already, so nothing was changed.
mail-email-ends = The link works once, for a day. If it wasn't you, leave it be.
mail-email-wished-subject = Another address for your login at { $wholesaler }
mail-email-wished = Somebody, probably you, asked for another e-mail address for your login at { $wholesaler }. It changes once the new address confirms it.
mail-email-changed-subject = Your address at { $wholesaler } was changed
mail-email-changed = Your login at { $wholesaler } has another e-mail address now. This one no longer signs in.
mail-email-changed-not-you = If it wasn't you, tell us at once.
me-mails = Mails
me-mails-context = Which mails you get. Untick those you do without.
me-mails-always = Links you ask for, and news about your password, address, second factor and tokens, always come.
notice-new-device = A device we had not seen before signed in as you
notice-order-placed = We received your order

# Proof again

proof-title = Your password once more
proof-password = Your password
proof-why = You showed it a while ago. This could lock you out, so we ask again.
proof-wrong = That is not your password.
proof-button = Go on

# The second factor

me-factor = Second factor
me-factor-context = Beside the password, signing in asks for a code that only your phone shows.
me-factor-on = On
me-factor-off = Off
factor-must = Staff here sign in with a second factor. Set yours up to go on.
factor-picture = The picture to scan with your authenticator app
factor-scan = Scan this picture with an authenticator app on your phone.
factor-by-hand = Without a camera, type this into the app, as a time-based key:
factor-first-code = The six digits that the app shows now.
factor-turn-on = Turn it on
factor-since = It is on since: { $since }.
factor-codes = Recovery codes
factor-codes-context = Each signs you in once, without the app.
factor-codes-once = These are shown only now.
factor-codes-what = Print them or keep them in a password manager, not on the phone with the app.
factor-codes-kept = I have kept them
factor-codes-left = { $count ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
factor-codes-new-what = New ones make the old ones worthless.
factor-codes-new = Make new codes
factor-print = Print
factor-off = Turn it off
factor-off-what = Then the password alone signs you in.
factor-turn-off = Turn it off
factor-is-off = Your second factor is off.

# Tokens

me-tokens = Tokens
me-tokens-context = With a token, a program acts as you through the API, for the company you act for now.
me-tokens-have = Your tokens
me-tokens-none = You have no token.
me-tokens-count = { $count ->
    [0] No program acts as you
    [one] One token works
   *[other] { $count } tokens work
}
me-token-make = Make a token
me-token-made = The token is made.
me-token-once = Copy it now: it is never shown again.
me-token-name = Name
me-token-name-hint = What uses it: "ERP at night".
me-token-no-name = Give it a name of at most 100 characters.
me-token-for = Acts as
me-token-scopes = May
me-token-no-scope = Tick at least one thing it may do.
me-token-ends = Last day
me-token-ends-hint = A year from today at most.
me-token-bad-end = Choose a day from today on, a year from now at most.
me-token-too-many = You have 20 tokens that work. Revoke one you no longer need.
me-token-used = Last used
me-token-never = Never
me-token-state = State
me-token-works = Works until { $day }
me-token-is-revoked = Revoked
me-token-is-ended = Ended
me-token-revoke = Revoke
me-token-revoke-what = Revoke { $name }
me-token-revoked = The token is revoked.
scope-read = Look at everything you see
scope-order = Change the current order and place orders
scope-pay = Start payments
scope-manage = Change what your role may change
staff-tokens = Tokens
staff-tokens-context = Every token that works, whoever made it. Revoking one is at once.
staff-tokens-none = No token works at present.
problem-token-ended = This token has ended. Make a new one.
problem-token-revoked = This token was revoked. Make a new one.
