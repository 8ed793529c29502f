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
