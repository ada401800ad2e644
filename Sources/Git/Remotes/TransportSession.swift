internal import CGit
import System

/// One connection by a smart subtransport of libgit2's (git2/sys/transport.h): its callbacks, and the program behind it.
///
/// libgit2 holds it through unmanaged pointers; ``Remote`` keeps it alive as long as the libgit2 remote lives.
final class TransportSession {
  /// Where to, for fetching and for pushing.
  let plans: (fetch: TransportPlan, push: TransportPlan)
  let sshCommand: String?
  private(set) var process: TransportProcess?
  /// What the program said on stderr until now.
  private(set) var words = ""
  private(set) var didTimeOut = false
  private var stream: UnsafeMutablePointer<git_smart_subtransport_stream>?

  init(fetch: TransportPlan, push: TransportPlan, sshCommand: String?) {
    plans = (fetch, push)
    self.sshCommand = sshCommand
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// libgit2's structure with our pointer behind it.
  struct Subtransport {
    var base: git_smart_subtransport
    let session: Unmanaged<TransportSession>
  }

  static func of(_ transport: UnsafeMutablePointer<git_smart_subtransport>?) -> TransportSession? {
    transport?.withMemoryRebound(to: Subtransport.self, capacity: 1) {
      $0.pointee.session.takeUnretainedValue()
    }
  }

  static func of(_ stream: UnsafeMutablePointer<git_smart_subtransport_stream>?) -> TransportSession? {
    of(stream?.pointee.subtransport)
  }

  /// Begins a service, or goes on with the one that runs: the protocol is stateful over pipes.
  func begin(
    _ service: git_smart_service_t, for transport: UnsafeMutablePointer<git_smart_subtransport>
  ) -> UnsafeMutablePointer<git_smart_subtransport_stream>? {
    if let stream, service == GIT_SERVICE_UPLOADPACK || service == GIT_SERVICE_RECEIVEPACK { return stream }
    end()
    let isFetch = service == GIT_SERVICE_UPLOADPACK_LS
    let plan = isFetch ? plans.fetch : plans.push
    do {
      process = try TransportProcess(
        plan.arguments(service: isFetch ? "upload-pack" : "receive-pack", sshCommand: sshCommand),
        removing: TransportPlan.localVariables)
    } catch {
      git_error_set_str(Int32(GIT_ERROR_NET.rawValue), error.message)
      return nil
    }
    let stream = UnsafeMutablePointer<git_smart_subtransport_stream>.allocate(capacity: 1)
    stream.initialize(
      to: git_smart_subtransport_stream(
        subtransport: transport,
        read: { stream, buffer, size, count in
          guard let buffer, let process = TransportSession.of(stream)?.process else { return -1 }
          let got = process.read(into: buffer, size)
          count?.pointee = max(0, got)
          return got < 0 ? TransportSession.failed(process, "it could not be read") : 0
        },
        write: { stream, buffer, size in
          guard let buffer, let process = TransportSession.of(stream)?.process else { return -1 }
          return process.write(buffer, size)
            ? 0 : TransportSession.failed(process, "the connection was closed while sending")
        },
        free: { stream in TransportSession.of(stream)?.freeStream() }))
    self.stream = stream
    return stream
  }

  /// Leaves the reason where libgit2 keeps it.
  private static func failed(_ process: TransportProcess, _ reason: String) -> Int32 {
    git_error_set_str(
      Int32(GIT_ERROR_NET.rawValue),
      process.timeOut ?? (AdvertisementLimit.isSpent ? AdvertisementLimit.message : reason))
    return -1
  }

  private func freeStream() {
    stream?.deallocate()
    stream = nil
  }

  /// Ends the program and keeps its last words.
  func end() {
    guard let process else { return }
    process.end()
    words += String(decoding: process.said, as: UTF8.self)
    didTimeOut = didTimeOut || process.timeOut != nil
    self.process = nil
  }

  /// Makes libgit2's transport for a remote; its callback in `git_remote_callbacks.transport`.
  static func make(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_transport>?>?, _ owner: OpaquePointer?,
    _ session: Unmanaged<TransportSession>
  ) -> Int32 {
    var definition = git_smart_subtransport_definition(
      callback: { out, _, parameter in
        guard let out, let parameter else { return -1 }
        let box = UnsafeMutablePointer<Subtransport>.allocate(capacity: 1)
        box.initialize(
          to: Subtransport(
            base: git_smart_subtransport(
              action: { out, transport, _, service in
                guard let transport,
                  let stream = TransportSession.of(transport)?.begin(service, for: transport)
                else { return -1 }
                out?.pointee = stream
                return 0
              },
              close: { transport in
                TransportSession.of(transport)?.end()
                return 0
              },
              free: { transport in
                transport?.withMemoryRebound(to: Subtransport.self, capacity: 1) { $0.deallocate() }
              }), session: Unmanaged.fromOpaque(parameter)))
        out.pointee = UnsafeMutableRawPointer(box).assumingMemoryBound(to: git_smart_subtransport.self)
        return 0
      }, rpc: 0, param: session.toOpaque())
    return git_transport_smart(out, owner, &definition)
  }
}
