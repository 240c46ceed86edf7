namespace StoFlow.Sandbox.Control;

/// <summary>An account as a control call describes it; what is left out stays as it was.</summary>
internal sealed record SellerRequest
{
    public string? Login { get; init; }

    public string? Email { get; init; }

    public string? Password { get; init; }

    public string? Site { get; init; }

    public string? RealName { get; init; }

    public int? Items { get; init; }

    public bool? Business { get; init; }

    /// <summary>An account of its own, whose e-mail follows from its login.</summary>
    public SellerOptions AsNew() => Over(Login is null ? new SellerOptions() : new SellerOptions { Email = Login + "@example.test" });

    public SellerOptions Over(SellerOptions old) => old with
    {
        Login = Login ?? old.Login,
        Email = Email ?? old.Email,
        Password = Password ?? old.Password,
        Site = Site ?? old.Site,
        RealName = RealName ?? old.RealName,
        Business = Business ?? old.Business,
        Items = Items ?? old.Items,
    };
}
