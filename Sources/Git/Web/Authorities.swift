internal import CGit
import Synchronization
import System

/// The certificates of the authorities that HTTPS trusts, read when a remote needs them.
///
/// libgit2 built with Mbed TLS parses all of them when it starts, which costs more than the rest of a small
/// command (3.5 of 10 ms for 140 authorities). So the program's own function of that name below, which the dynamic
/// linker finds first, only notes the file; ``load(file:folder:)`` has it read. Until then no certificate is trusted. A
/// libgit2 with another TLS library never calls it.
enum Authorities {
  fileprivate struct State {
    /// The file that libgit2 was built with.
    var usual: String?
    var mayParse = false
  }

  fileprivate static let state = Mutex(State())

  /// Has libgit2 read the authorities of a file and a folder; of neither, those it was built with.
  ///
  /// - Throws: ``GitError`` when there are no certificates.
  static func load(file: String? = nil, folder: String? = nil) throws(GitError) {
    let usual = state.withLock { state in
      state.mayParse = true
      return state.usual
    }
    let file = file == nil && folder == nil ? usual : file
    guard let place = file ?? folder else { return }
    try check(galley_git_opts_set_certificates(file, folder), "read the certificates of \(place)")
  }
}

/// Public for the linker, not for callers.
@_cdecl("mbedtls_x509_crt_parse_file")
public func parseCertificates(_ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?) -> Int32 {
  let mayParse = Authorities.state.withLock { state in
    if !state.mayParse { state.usual = path.map { String(cString: $0) } }
    return state.mayParse
  }
  guard mayParse else { return 0 }
  typealias Parse = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Int32
  guard let real = dlsym(UnsafeMutableRawPointer(bitPattern: -1), "mbedtls_x509_crt_parse_file") else {
    // What Mbed TLS says of a file that it can't read.
    return -0x2900
  }
  return unsafeBitCast(real, to: Parse.self)(chain, path)
}
