import { describe, expect, it } from 'vitest'
import { Secret } from '../../config/secret.ts'
import { databaseFile, databaseKind, locationOf, parseSqlCredentials } from './credentials.ts'

describe('the credentials of a database', () => {
  it('are the parts of a connection string, whatever driver it names', () => {
    const { password, ...rest } = parseSqlCredentials(
      'postgresql+psycopg2://ada:p%40ss@db.example.com:5433/shop?sslmode=require',
    )
    expect(rest).toEqual({
      drivername: 'postgresql+psycopg2',
      username: 'ada',
      host: 'db.example.com',
      port: 5433,
      database: 'shop',
      query: { sslmode: 'require' },
    })
    expect(password).toBeInstanceOf(Secret)
    expect(password instanceof Secret && password.reveal()).toBe('p@ss')
  })

  it.each([
    ['postgres://h/d', 'postgresql'],
    ['mysql+pymysql://h/d', 'mysql'],
    ['mariadb://h/d', 'mysql'],
    ['sqlite:///shop.db', 'sqlite'],
    ['duckdb:////data/shop.duckdb', 'duckdb'],
  ])('of %s lead to %s', (text, kind) => {
    expect(databaseKind(parseSqlCredentials(text))).toBe(kind)
  })

  it('name a file from the working directory with three slashes, an absolute one with four', () => {
    expect(databaseFile(parseSqlCredentials('sqlite:///data/shop.db'))).toBe(`${process.cwd()}/data/shop.db`)
    expect(databaseFile(parseSqlCredentials('duckdb:////data/shop.duckdb'))).toBe('/data/shop.duckdb')
  })

  it('are shown without the password', () => {
    expect(locationOf(parseSqlCredentials('mysql://ada:secret@db:3306/shop'))).toBe('mysql://ada:***@db:3306/shop')
  })

  it('that are none are refused without being shown', () => {
    expect(() => parseSqlCredentials('ada:secret@db')).toThrow(
      expect.objectContaining({ code: 'bad_credentials', message: expect.not.stringContaining('secret') }),
    )
    expect(() => parseSqlCredentials('oracle://ada:secret@db/shop')).toThrow(
      expect.objectContaining({ code: 'unknown_database', message: '"oracle" is no database that can be read' }),
    )
  })
})
