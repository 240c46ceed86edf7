namespace StoFlow.Harness.Faults;

/// <summary>What goes wrong. The report writes the names in snake_case.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to the bridge, then a start on the same data.</summary>
    BridgeKill,

    /// <summary>SIGKILL to the browser, then a start with the same profile.</summary>
    BrowserKill,

    /// <summary>The plugin's background goes away in the middle of a write; the tab's request goes on.</summary>
    Suspended,

    /// <summary>The line is reset.</summary>
    SocketCut,

    /// <summary>No byte and no close comes through any more.</summary>
    SocketFrozen,

    /// <summary>The line stands still for longer than a command's deadline, and then all that was held arrives.</summary>
    SocketThawed,

    /// <summary>The result of a write does not arrive.</summary>
    ResultLost,

    /// <summary>A command or a result arrives twice.</summary>
    FrameDoubled,

    /// <summary>The caller's connection breaks while it waits; it comes back with the same key.</summary>
    CallerGone,

    /// <summary>The site takes longer than the command's deadline, before or after it has done the write.</summary>
    SiteSlow,

    /// <summary>The site does the write and answers 504.</summary>
    SiteWrite504,

    /// <summary>The site does the write and closes without an answer.</summary>
    SiteWriteClose,

    /// <summary>The site closes without having done anything.</summary>
    SiteClose,

    /// <summary>No room under the bridge's store.</summary>
    DiskFull,
}
