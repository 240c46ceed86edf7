using System.Security.Cryptography;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>Bodies that come in chunks.</summary>
public sealed class BodyInletTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly BodyInlet _inlet;

    public BodyInletTests() => _inlet = new BodyInlet(_folder.Path, 1_000_000);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _inlet.Dispose();
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
        _folder.Dispose();
    }

    [Fact]
    public async Task A_transfer_goes_on_where_it_stopped()
    {
        var bytes = RandomNumberGenerator.GetBytes(600_000);
        var put = Put(1, "c1", bytes);
        Assert.Equal(new BodyOk(1, 0), await _inlet.OfferAsync(put, _ => true, Ct));
        Assert.Equal(new BodyOk(1, 262_144), await TakeAsync(1, bytes.AsMemory(0, 262_144)));

        await _inlet.ForgetRefsAsync(Ct);
        Assert.NotNull((await _inlet.TakeAsync(Frame(1, bytes.AsMemory(0, 10)), Ct)).Fault);
        Assert.Equal(new BodyOk(7, 262_144), await _inlet.OfferAsync(put with { Ref = 7 }, _ => true, Ct));
        await TakeAsync(7, bytes.AsMemory(262_144, 262_144));
        Assert.Null(await _inlet.CollectAsync(Ref(put), Ct));
        Assert.Equal("c1", (await _inlet.TakeAsync(Frame(7, bytes.AsMemory(524_288)), Ct)).Whole);

        Assert.Equal(bytes, await _inlet.CollectAsync(Ref(put), Ct));
        Assert.Null(await _inlet.CollectAsync(Ref(put), Ct));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_that_takes_nothing_ends_the_transfer_and_not_the_connection(bool atOnce)
    {
        var folder = _folder.File("spool");
        using var inlet = new BodyInlet(folder, 1_000_000);
        if (atOnce) await File.WriteAllTextAsync(folder, "a file where the folder should be", Ct);
        var answer = await inlet.OfferAsync(Put(1, "c1", new byte[100]), _ => true, Ct);
        if (!atOnce)
        {
            Directory.Delete(folder);
            (answer, _, var fault) = await inlet.TakeAsync(Frame(1, new byte[100]), Ct);
            Assert.Null(fault);
        }

        Assert.Equal(1, Assert.IsType<BodyGone>(answer).Ref);
        if (atOnce) File.Delete(folder);
        Assert.Equal(new BodyOk(2, 0), await inlet.OfferAsync(Put(2, "c1", new byte[100]), _ => true, Ct));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task A_body_that_is_offered_again_and_again_takes_few_places()
    {
        var bytes = RandomNumberGenerator.GetBytes(100);
        for (var reference = 0; reference < 1_000; reference++) await _inlet.OfferAsync(Put(reference, "c1", bytes), _ => true, Ct);

        Assert.InRange(_inlet.Refs, 1, 64);
        Assert.NotNull((await _inlet.TakeAsync(Frame(0, bytes), Ct)).Fault);
        Assert.Equal("c1", (await _inlet.TakeAsync(Frame(999, bytes), Ct)).Whole);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_hash_says_is_thrown_away()
    {
        var bytes = RandomNumberGenerator.GetBytes(100);
        await _inlet.OfferAsync(Put(1, "c1", bytes) with { Sha256 = new string('0', 64) }, _ => true, Ct);

        var (answer, whole, _) = await _inlet.TakeAsync(Frame(1, bytes), Ct);

        Assert.IsType<BodyGone>(answer);
        Assert.Null(whole);
    }

    [Fact]
    public async Task Too_much_is_not_taken()
    {
        Assert.IsType<BodyGone>(await _inlet.OfferAsync(new BodyPut(1, "c1", 1_000_001, "x"), _ => true, Ct));
        Assert.IsType<BodyGone>(await _inlet.OfferAsync(new BodyPut(1, "c1", 0, "x"), _ => true, Ct));
        Assert.IsType<BodyGone>(await _inlet.OfferAsync(new BodyPut(ChunkFrame.MaxRef + 1, "c1", 10, "x"), _ => true, Ct));
        Assert.IsType<BodyGone>(await _inlet.OfferAsync(new BodyPut(-1, "c1", 10, "x"), _ => true, Ct));
        await _inlet.OfferAsync(new BodyPut(1, "c1", 10, "x"), _ => true, Ct);
        Assert.NotNull((await _inlet.TakeAsync(Frame(1, new byte[11]), Ct)).Fault);
        Assert.NotNull((await _inlet.TakeAsync(Frame(2, new byte[1]), Ct)).Fault);
        Assert.NotNull((await _inlet.TakeAsync(new byte[36], Ct)).Fault);
    }

    [Fact]
    public async Task Bodies_that_nobody_waits_for_make_room()
    {
        for (var i = 0; i < 8; i++) Assert.IsType<BodyOk>(await _inlet.OfferAsync(new BodyPut(i, $"c{i}", 10, "x"), _ => true, Ct));
        Assert.IsType<BodyGone>(await _inlet.OfferAsync(new BodyPut(8, "c8", 10, "x"), _ => true, Ct));
        Assert.IsType<BodyOk>(await _inlet.OfferAsync(new BodyPut(8, "c8", 10, "x"), id => id != "c3", Ct));
    }

    [Fact]
    public async Task A_connection_and_the_one_that_replaces_it_may_both_speak()
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(connection => Task.Run(
            async () =>
            {
                for (var round = 0; round < 300; round++)
                {
                    var put = Put(connection, $"c{round}", bytes);
                    await _inlet.ForgetRefsAsync(Ct);
                    await _inlet.OfferAsync(put, _ => false, Ct);
                    await _inlet.TakeAsync(Frame(connection, bytes), Ct);
                    await _inlet.CollectAsync(Ref(put), Ct);
                }
            },
            Ct)));

        _inlet.Dispose();
        Assert.IsType<BodyGone>(await _inlet.OfferAsync(Put(1, "late", bytes), _ => true, Ct));
    }

    private static BodyPut Put(int reference, string id, byte[] bytes) => new(reference, id, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private static BodyRef Ref(BodyPut put) => new(put.BodyId, put.Size, put.Sha256);

    private static byte[] Frame(int reference, ReadOnlyMemory<byte> chunk)
    {
        var frame = new byte[ChunkFrame.HeaderBytes + chunk.Length];
        chunk.CopyTo(frame.AsMemory(ChunkFrame.HeaderBytes));
        ChunkFrame.Seal(reference, frame);
        return frame;
    }

    private async Task<WireMessage> TakeAsync(int reference, ReadOnlyMemory<byte> chunk)
    {
        var (answer, _, fault) = await _inlet.TakeAsync(Frame(reference, chunk), Ct);
        Assert.Null(fault);
        return answer!;
    }
}
