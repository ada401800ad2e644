import Foundation
import JSON
import System
import Testing

@Suite("A desk on a full disk, without permission, with a wrong clock, with many at work")
struct TroubledDeskTests {
  private static let text = "The rivers rise in the north.\n"

  @Test("a full disk is one clear error, nothing is half written, and with room again all goes on")
  func fullDisk() throws {
    let team = try TestTeam()
    let disk = team.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mounted = run(
      "/usr/bin/env", ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], in: team.folder.path)
    guard mounted.code == 0 else { return print("no full disk tested: \(mounted.err)") }
    defer { run("/usr/bin/env", ["umount", "-l", disk], in: team.folder.path) }
    let anna = try team.desk("disk/anna")
    #expect(anna.start("rivers", Self.text).code == 0)
    let filler = disk + "/filler"
    // From full to almost enough: the write that fails is another one each time.
    for room in [0, 4, 8, 12, 20] {
      run(
        "/bin/sh",
        ["-c", "dd if=/dev/zero of='\(filler)' bs=4k 2>&1; truncate -s -\(room * 1024) '\(filler)'"], in: disk
      )
      let before = anna.refs
      let done = anna.galley("annotate", "rivers", "--quote", "north", "--comment", "Which?")
      if done.code != 0 {
        #expect(done.code == 1 && done.err.contains("disk is full"), "\(room): \(done.err)")
        #expect(anna.refs == before)
      }
      #expect(anna.galley("status").code == 0)
      try FileManager.default.removeItem(atPath: filler)
      #expect(anna.isSound)
    }
    #expect(anna.galley("annotate", "rivers", "--quote", "rise", "--comment", "Do they?").code == 0)
    #expect(anna.galley("sync").code == 0 && anna.galley("doctor").code == 0)
  }

  @Test("a repository that can't be written to is one clear error")
  func readOnly() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", Self.text).code == 0)
    let before = anna.refs
    let mounted = run(
      "/bin/sh", ["-c", "mount --bind . . && mount -o remount,bind,ro ."], in: anna.folder)
    guard mounted.code == 0 else { return print("no read-only folder tested: \(mounted.err)") }
    defer { run("/usr/bin/env", ["umount", "-l", anna.folder], in: team.folder.path) }
    #expect(anna.galley("status").code == 0 && anna.galley("doctor").code == 0)
    let done = anna.galley("annotate", "rivers", "--quote", "north", "--comment", "Which?")
    #expect(done.code == 1 && done.err.contains("can't be written to"), "\(done.err)")
    #expect(anna.refs == before)
  }

  @Test("with a clock set back annotations keep their order and ids stay unique")
  func clockSetBack() throws {
    let team = try TestTeam()
    var anna = try team.desk("anna")
    #expect(anna.start("rivers", Self.text).code == 0)
    let bodies = (0..<50).map { index in
      #"{"type":"Annotation","motivation":"commenting","body":{"type":"TextualBody","value":"\#(index)"},"#
        + #""target":{"source":"articles/rivers/index.md","selector":{"type":"TextQuoteSelector","exact":"north"}}}"#
    }
    for date in ["1893499200 +0000", "1577880000 +0000"] {
      anna.environment = ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date]
      let done = run(
        galleyProgram, ["annotate", "rivers", "--from", "-"], in: anna.folder, environment: anna.environment,
        input: Data("[\(bodies.joined(separator: ","))]".utf8))
      #expect(done.code == 0, "\(done.err)")
    }
    let ids = try anna.json("annotations", "rivers").compactMap { $0["id"]?.stringValue }
    #expect(ids.count == 100 && Set(ids).count == 100)
    #expect(anna.isSound)
  }

  @Test("eight processes on one desk at once, and every annotation is there")
  func eightProcesses() async throws {
    let each = isStress ? 250 : 8
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", Self.text).code == 0)
    let folder = anna.folder
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for index in 0..<each {
            let done = run(
              galleyProgram, ["annotate", "rivers", "--quote", "north", "--comment", "\(worker).\(index)"],
              in: folder)
            #expect(done.code == 0, "\(done.err)")
          }
        }
      }
    }
    #expect(try anna.json("annotations", "rivers").count == 8 * each)
    #expect(anna.isSound)
  }

  @Test(
    "eight desks annotate and sync with one remote, and every annotation is there", .enabled(if: isStress))
  func eightDesks() async throws {
    let team = try TestTeam()
    let first = try team.desk("desk0")
    #expect(first.start("rivers", Self.text).code == 0)
    #expect(first.galley("sync").code == 0)
    let desks = try [first] + (1..<8).map { try team.desk("desk\($0)") }
    await withTaskGroup(of: Void.self) { group in
      for (number, folder) in desks.map(\.folder).enumerated() {
        group.addTask {
          for index in 0..<250 {
            let done = run(
              galleyProgram, ["annotate", "rivers", "--quote", "north", "--comment", "\(number).\(index)"],
              in: folder)
            #expect(done.code == 0, "\(done.err)")
            guard index % 10 == 9 else { continue }
            let synced = run(galleyProgram, ["sync"], in: folder)
            #expect(synced.code == 0, "\(synced.err)")
          }
        }
      }
    }
    for desk in desks + desks { #expect(desk.galley("sync").code == 0) }
    for desk in desks {
      #expect(desk.branches == first.branches)
      #expect(try desk.json("annotations", "rivers").count == 2_000)
    }
    #expect(run("/usr/bin/git", ["fsck", "--strict"], in: team.path("remote.git")).code == 0)
  }
}
