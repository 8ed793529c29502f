//! Jobs: kept, undone, doomed, many at once.

use super::*;

on_shelves!(a_failed_statement_dooms_the_transaction, |db| {
    let answer = db.write(|tx| {
        insert_shelf(tx, 2, "second")?;
        let failed = insert_shelf(tx, 3, "second");
        assert_eq!(failed, Err(conflict("shelves_code")));
        let later = tx.one::<i64>("select id from shelves where id = 1", args![]);
        assert_eq!(later, Err(conflict("shelves_code")), "later statements answer the same");
        Ok::<_, DbError>(())
    });
    assert_eq!(answer.await, Err(conflict("shelves_code")), "also when the closure says Ok");
    let kept = db.read(|view| view.all::<i64>("select id from shelves", args![])).await;
    assert_eq!(kept, Ok(vec![1]));
});

on_shelves!(an_attempt_undoes_only_itself, |db| {
    let answer = db.write(|tx| {
        insert_shelf(tx, 2, "second")?;
        let failed = tx.attempt(|tx| {
            insert_shelf(tx, 3, "third")?;
            insert_shelf(tx, 4, "first")
        });
        assert_eq!(failed, Err(conflict("shelves_code")));
        let swallowed = tx.attempt(|tx| {
            let _ = insert_shelf(tx, 4, "first");
            Ok::<_, DbError>(())
        });
        assert_eq!(swallowed, Err(conflict("shelves_code")));
        tx.attempt(|tx| insert_shelf(tx, 5, "fifth"))?;
        insert_shelf(tx, 6, "sixth")
    });
    assert_eq!(answer.await, Ok(()));
    let kept = db.read(|view| view.all::<i64>("select id from shelves order by id", args![])).await;
    assert_eq!(kept, Ok(vec![1, 2, 5, 6]));
});

on_shelves!(a_write_inside_a_read_is_refused, |db| {
    let sql = "insert into shelves (id, code, version) values (9, 'nine', 0) returning id";
    let answer = db.read(|view| view.one::<i64>(sql, args![])).await;
    assert!(matches!(answer, Err(DbError::Failed(_))), "{answer:?}");
    let answer = db.report(|view| view.one::<i64>(sql, args![])).await;
    assert!(matches!(answer, Err(DbError::Failed(_))), "{answer:?}");
});
