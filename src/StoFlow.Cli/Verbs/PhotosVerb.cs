namespace StoFlow.Cli.Verbs;

internal sealed class PhotosVerb(ToolHost host) : VerbGroup("photos", "Photos for items.", new PhotosUploadVerb(host));
