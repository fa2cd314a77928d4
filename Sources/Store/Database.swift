import GRDB
import CLibPQ
