namespace StoFlow.Sandbox.Site;

/// <summary>The anti-forgery token, one for the whole site as a build constant would be, and the form pages take.</summary>
internal sealed class PageState
{
    private readonly Random _random;
    private readonly Lock _lock = new();
    private string _token;

    public PageState(int seed)
    {
        _random = new Random(seed);
        _token = Next();
        Decoy = Next();
        FormToken = Guid.NewGuid().ToString("N");
    }

    public PageForm Form { get; set; } = PageForm.Escaped;

    public string Token => Volatile.Read(ref _token);

    /// <summary>The other token of <see cref="PageForm.TwoTokens"/>; never accepted.</summary>
    public string Decoy { get; }

    /// <summary>What the site's own forms carry, so that a person can sign in whatever the page form is.</summary>
    public string FormToken { get; }

    /// <summary>A new token, as after a release of the site: the old one is refused from now on.</summary>
    public void Rotate()
    {
        lock (_lock) Volatile.Write(ref _token, Next());
    }

    private string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D");
    }
}
