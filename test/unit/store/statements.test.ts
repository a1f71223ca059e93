import { Statements } from '../../../src/server/store/embedded/statements';
import { statementNames } from '../../../src/server/store/postgres/statement-names';

describe('statements of the embedded store', () => {
  let now = 0;
  const made = (): Statements => new Statements(() => now);

  test('a text that comes again is prepared, and parsed no more', () => {
    const statements = made();
    expect(statements.next('select 1')).toEqual({ name: '', parse: true, close: [] });
    const second = statements.next('select 1');
    expect(second).toEqual({ name: expect.stringMatching(/^s\d+$/), parse: true, close: [] });
    expect(statements.next('select 1')).toEqual({ name: second.name, parse: false, close: [] });
  });

  test('after a failure, and after a minute, it is closed and parsed anew', () => {
    const statements = made();
    const held = [1, 2].map(() => statements.next('select 1').name)[1];
    statements.failed('select 1');
    statements.next('select 1');
    const again = statements.next('select 1');
    expect(again).toMatchObject({ parse: true });
    expect(again.name).not.toBe(held);
    now += 60_001;
    expect(statements.next('select 1')).toMatchObject({ parse: true, close: [again.name] });
  });

  test('a failed or outdated one is closed with the next request, whatever that asks', () => {
    const statements = made();
    const names = ['a', 'a', 'b', 'b'].map((sql) => statements.next(sql).name).filter(Boolean);
    statements.forgetAll();
    expect(statements.next('c').close).toEqual(names);
    expect(statements.next('a').parse).toBe(true);
  });

  test('of many, those not used for longest are closed', () => {
    const statements = made();
    const closed: string[] = [];
    for (let i = 0; i < 201; i++)
      for (let run = 0; run < 2; run++) closed.push(...statements.next(`select ${i}`).close);
    expect(closed).toEqual(['s1']);
  });
});

describe('names of statements on PostgreSQL', () => {
  test('a text that comes again has a name, always the same; lists of every length fill nothing', () => {
    const nameOf = statementNames();
    expect(nameOf('select 1')).toBeUndefined();
    const name = nameOf('select 1');
    expect(name).toMatch(/^[\w-]{22}$/);
    for (let i = 0; i < 5_000; i++) expect(nameOf(`select ${i} of many`)).toBeUndefined();
    expect(nameOf('select 1')).toBe(name);
    expect(statementNames()('select 1')).toBeUndefined();
  });
});
