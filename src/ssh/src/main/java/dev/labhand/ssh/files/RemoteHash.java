package dev.labhand.ssh.files;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.sftp.common.SftpConstants;

/** Check-sums of files on the other machine: computed there if it has a program for it, else from the bytes read back. */
final class RemoteHash {

    /** Reading so little back is quicker than to start a program. */
    private static final long LITTLE = LittleFile.MOST;

    /** Tells that the shell's home is another one than SFTP's: so may be its files. */
    private static final String SCRIPT = """
            [ "$(pwd -P)" = "$labhand_home" ] && [ -f "$labhand_file" ] && [ -r "$labhand_file" ] || exit 1
            if command -v sha256sum; then set -- sha256sum
            elif command -v shasum; then set -- shasum -a 256
            elif command -v openssl; then set -- openssl dgst -sha256 -r
            elif command -v sha256; then set -- sha256 -q
            else exit 1
            fi >/dev/null
            printf 'labhand-sum '
            head -c "$labhand_size" <"$labhand_file" | "$@"
            """;

    private static final Pattern SUM = Pattern.compile("(?m)^labhand-sum \\\\?([0-9a-f]{64})\\b");

    private final Sftp sftp;
    private final RemoteShell shell;

    RemoteHash(Sftp sftp, RemoteShell shell) {
        this.sftp = sftp;
        this.shell = shell;
    }

    /** Of the first bytes of a file, or of all if it has less. */
    Sha256 of(String path, long length) throws IOException, FileException {
        Optional<Sha256> there = length <= LITTLE ? Optional.empty() : there(path, length);
        return there.isPresent() ? there.get() : readBack(path, length);
    }

    private Optional<Sha256> there(String path, long length) throws IOException {
        String script = "labhand_home=" + quote(sftp.home()) + "\nlabhand_file=" + quote(path) + "\nlabhand_size="
                + length + "\n" + SCRIPT;
        return shell.run(script).map(SUM::matcher).filter(Matcher::find).map(found -> new Sha256(found.group(1)));
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    Sha256 readBack(String path, long length) throws IOException, FileException {
        MessageDigest digest = Sha256.digest();
        byte[] handle = sftp.open(path, SftpConstants.SSH_FXF_READ, OptionalInt.empty());
        try {
            new Transfer(sftp, handle).read(0, length, true, digest::update);
        } finally {
            sftp.close(handle);
        }
        return Sha256.of(digest);
    }
}
