/** What comes with the package is small, exact and ours: lockfile, manifest, and no trace of anybody's machine. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Locked {
  version?: string
  dev?: boolean
  link?: boolean
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
}
interface Manifest {
  files: string[]
  bin: Record<string, string>
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies?: Record<string, string>
  overrides?: Record<string, string>
}

const project = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(project, path), 'utf8')
const manifest = JSON.parse(read('package.json')) as Manifest
const lockfile = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
/** Everything that `npm ci` may install, on any platform; the first entry is the project itself. */
const packages = Object.entries(lockfile.packages).filter(([path]) => path !== '')
const shipped = packages.filter(([, entry]) => entry.dev !== true)

describe('the lockfile', () => {
  test('lists packages for those who use liaison and for those who work on it', () => {
    expect(shipped.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
    expect(packages.length).toBeGreaterThan(shipped.length)
  })

  test('runs nothing of anybody else when liaison is installed', () => {
    expect(shipped.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path)).toEqual([])
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) {
      expect(manifest.scripts).not.toHaveProperty(hook)
    }
  })

  test('says what each package must be, and not where somebody once got it', () => {
    expect(
      packages.filter(([, entry]) => entry.resolved !== undefined || entry.link).map(([path]) => path),
    ).toEqual([])
    expect(
      packages.filter(([, entry]) => !entry.integrity?.startsWith('sha512-')).map(([path]) => path),
    ).toEqual([])
  })

  test('agrees with the manifest', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(lockfile.packages[`node_modules/${name}`]?.version, name).toBe(version)
    }
  })
})

describe('the manifest', () => {
  test('names every package by one exact version', () => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = manifest
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
      ...overrides,
    })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    }
  })

  test('packs only what is there, and the licence with it', () => {
    const packed = manifest.files.filter((path) => !path.startsWith('!'))
    expect(packed).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'dist', 'schema']))
    expect(packed.filter((path) => !existsSync(join(project, path)))).toEqual([])
    for (const program of Object.values(manifest.bin))
      expect(read(program)).toMatch(/^#!\/usr\/bin\/env node\n/)
  })

  test.skipIf(process.platform === 'win32')('starts programs that a build cannot take the mode from', () => {
    for (const program of Object.values(manifest.bin)) {
      expect(program).not.toMatch(/^(\.\/)?dist\//)
      expect(statSync(join(project, program)).mode & 0o100, program).toBe(0o100)
    }
  })
})

/** Put together from parts, so that this file does not hold what it looks for. */
const TRACES = [
  // a folder at the root of somebody's disk; a URL's path is none
  new RegExp(
    String.raw`(?<![\w.:/~@*)}-])/(${['home', 'root', 'work', 'tmp', 'Users', 'mnt', 'workspace'].join('|')})/[\w.-]`,
  ),
  new RegExp(String.raw`\b[A-Z]:\\{1,2}(Users|Windows|Documents)`),
  // a shop for packages
  new RegExp(['registry', String.raw`\.[a-z0-9-]+\.[a-z]{2,}`].join(''), 'i'),
  new RegExp(['npm', 'mirror|verd', 'accio|art', 'ifactory|_auth', 'Token'].join(''), 'i'),
]

/** Lines of a text that name a machine's folders or a shop for packages. */
function traces(text: string): string[] {
  return text.split('\n').filter((line) => TRACES.some((trace) => trace.test(line)))
}

/** All files of the project but those made by tools (.gitignore) and those wrong on purpose. */
function projectFiles(folder = ''): string[] {
  const ignored = read('.gitignore')
    .split('\n')
    .flatMap((line) => (line.endsWith('/') ? [line.slice(0, -1)] : []))
  return readdirSync(join(project, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (name === '.git' || ignored.includes(name) || path === join('tests', 'corpus')) return []
    return statSync(join(project, path)).isDirectory() ? projectFiles(path) : [path]
  })
}

describe('no trace of a machine', () => {
  const folder = (name: string): string => `/${name}/`

  test('is seen where there is one', () => {
    expect(traces(`open ${folder('home')}anna/liaison`)).toHaveLength(1)
    expect(traces(`import('${folder('work')}main/x.js')`)).toHaveLength(1)
    expect(traces(`"${folder('tmp')}out"`)).toHaveLength(1)
    expect(traces(['C:', 'Users', 'anna'].join('\\'))).toHaveLength(1)
    expect(traces(['https://registry', 'example', 'org/yaml'].join('.'))).toHaveLength(1)
  })

  test('is not seen where there is none', () => {
    expect(traces('https://www.example.gov/home/press and tests/work/x.ts and ./tmp/a and a/root/b')).toEqual(
      [],
    )
    expect(traces('#!/usr/bin/env node\nthe home/work balance; / work; registry of members')).toEqual([])
  })

  test('is left in any file of the project', () => {
    const files = projectFiles()
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'LICENSE', join('.ci', 'run'), join('src', 'run.ts')]),
    )
    const found = files.flatMap((path) => traces(read(path)).map((line) => `${path}: ${line.slice(0, 160)}`))
    expect(found).toEqual([])
  })
})
