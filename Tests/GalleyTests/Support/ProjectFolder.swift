import Foundation

/// The folder that holds Package.swift.
let projectFolder: URL = {
  var folder = URL(fileURLWithPath: #filePath)
  repeat {
    folder.deleteLastPathComponent()
  } while folder.path != "/"
    && !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
  return folder
}()
