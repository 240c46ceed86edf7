using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>What a command needs to run its course.</summary>
internal sealed record CommandServices(
    ICommandStore Store, SessionRegistry Sessions, UploadShelf Uploads, CommandNews News, BrowserPresence Presence,
    TimeProvider Time);
